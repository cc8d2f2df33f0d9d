import { copyFileSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';

import { type Locator, type Page, test as base, expect } from '@playwright/test';

import { Faults, type LabName, Service, started } from './service';

export { expect, started };

export const HYY = 'ATLAS_LAPP_JEZEQUEL:Hyy_Oct20';

/** The instances that `run` sets up, as the panel calls them. */
const LABELS = { lake: 'Little lake', flaky: 'Flaky lake', open: 'Open lake' } as const;

const NOTEBOOKS = join(__dirname, '../../../notebooks');

/** One JupyterLab, as a person sees it. */
export class Lab {
  readonly panel: Locator;
  /** How much a search has found. */
  readonly found: Locator;

  constructor(
    readonly page: Page,
    private readonly name: LabName = 'LAB'
  ) {
    this.panel = page.locator('#jupyterlab-lakeside');
    this.found = this.panel.locator('.lakeside-found');
  }

  /** A clean layout with the panel, which has heard from the service; no notebook, so no kernel to wait for. */
  async open(): Promise<void> {
    await this.visit('lab');
  }

  /** The same with a copy of the notebook that is this test's own, and its kernel running. */
  async openNotebook(): Promise<void> {
    const root = join(started(`${this.name}_HOME`), 'notebooks');
    const folder = mkdtempSync(join(root, 'test-'));
    copyFileSync(join(NOTEBOOKS, 'hyy.ipynb'), join(folder, 'hyy.ipynb'));
    await this.openAt(`${basename(folder)}/hyy.ipynb`);
  }

  /** The same with a notebook that is there already. */
  async openAt(path: string): Promise<void> {
    await this.visit(`lab/tree/${path}`);
    await expect(this.page.locator('.jp-Notebook .jp-Cell:focus')).toBeVisible({ timeout: 60_000 });
    await this.idle();
  }

  private async visit(path: string): Promise<void> {
    await this.page.goto(
      `${started(`${this.name}_URL`)}/${path}?token=${started(`${this.name}_TOKEN`)}&reset`
    );
    await this.page.waitForFunction(() => 'jupyterapp' in globalThis);
    await this.page.evaluate(() => (globalThis as unknown as { jupyterapp: App }).jupyterapp.restored);
    // The launcher takes the keyboard when it is there, and so does a notebook, from wherever it is by then.
    await expect(this.page.locator('#jp-main-dock-panel .jp-MainAreaWidget :focus')).toHaveCount(1, {
      timeout: 60_000
    });
    await this.command('lakeside:open-panel', { tab: 'explore' });
    const heard = this.panel.getByLabel(/: (the service is running|answers slowly)$/);
    await expect(heard.or(this.panel.getByRole('alert')).first()).toBeVisible({ timeout: 60_000 });
  }

  async idle(): Promise<void> {
    await expect(this.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')).toBeVisible({
      timeout: 60_000
    });
  }

  async command(id: string, args: Record<string, string> = {}): Promise<void> {
    await this.page.evaluate(
      ([command, given]) => {
        // Not awaited: a command may open a dialog that the test answers.
        void (globalThis as unknown as { jupyterapp: App }).jupyterapp.commands.execute(command, given);
      },
      [id, args] as const
    );
  }

  /** Whether a command can be called just now. */
  async offers(id: string, args: Record<string, string> = {}): Promise<boolean> {
    return this.page.evaluate(
      ([command, given]) =>
        (globalThis as unknown as { jupyterapp: App }).jupyterapp.commands.isEnabled(command, given),
      [id, args] as const
    );
  }

  /** Looks at another instance; returns when the panel does. */
  async use(instance: keyof typeof LABELS): Promise<void> {
    await this.command('lakeside:use-instance', { instance });
    const chip = this.panel.getByRole('button', { name: new RegExp(`^Instance ${LABELS[instance]}: `) });
    await expect(chip).toBeVisible();
  }

  tab(name: 'Explore' | 'Notebook' | 'Transfers'): Locator {
    return this.panel.getByRole('tab', { name: new RegExp(`^${name}`) });
  }

  row(name: string | RegExp): Locator {
    return this.panel.getByRole('treeitem', {
      name: typeof name === 'string' ? new RegExp(`^${escaped(name)},`) : name
    });
  }

  async search(text: string): Promise<void> {
    await this.tab('Explore').click();
    const box = this.panel.getByRole('searchbox', { name: 'Search the catalogue' });
    await box.fill(text);
    await box.press('Enter');
  }

  async attach(name: string): Promise<void> {
    await this.row(name).first().hover();
    await this.row(name).first().getByRole('button', { name: 'Attach' }).click();
  }

  /** Attached by command and read back from the kernel, where attaching is not what the test is about. */
  async attached(did: string, variable: string): Promise<Locator> {
    await this.command('lakeside:attach', { did, variable });
    await expect(this.entry(variable)).toContainText('read back at');
    return this.entry(variable);
  }

  /** The entry of a variable or a DID in the tab that is open. */
  entry(text: string): Locator {
    return this.panel.getByRole('listitem').filter({ hasText: text });
  }

  async logIn(user = 'alice', password = 'secret'): Promise<void> {
    await this.panel.getByLabel('User name').fill(user);
    await this.panel.getByRole('textbox', { name: 'Password' }).fill(password);
    await this.panel.getByRole('button', { name: 'Log in', exact: true }).click();
  }

  /** What an expression is worth in the notebook's kernel, as text; it is run in a new cell. */
  async value(code: string): Promise<string> {
    return this.page.evaluate(async text => {
      const { commands, shell } = (globalThis as unknown as { jupyterapp: App }).jupyterapp;
      await commands.execute('notebook:insert-cell-below');
      const { model } = shell.currentWidget.content.activeCell;
      model.sharedModel.setSource(text);
      await commands.execute('notebook:run-cell');
      const said = model.outputs
        .toJSON()
        .map(one => one.text ?? one.data?.['text/plain'] ?? one.evalue ?? '');
      return said.flat().join('').trim();
    }, code);
  }

  /** What the server would give a page that is loaded now: the variables in the notebook's file, and the panel's tab. */
  async kept(): Promise<{ readonly notebook: readonly string[]; readonly tab: string | undefined }> {
    const path = await this.page.evaluate(
      () => (globalThis as unknown as { jupyterapp: App }).jupyterapp.shell.currentWidget.context.path
    );
    const [file, workspace] = (await Promise.all([
      this.asked(`api/contents/${path}`),
      this.asked('lab/api/workspaces/default')
    ])) as [SavedNotebook, SavedWorkspace];
    return {
      notebook: file.content.metadata.lakeside?.attachments.map(one => one.variable) ?? [],
      tab: workspace.data['jupyterlab-lakeside:tab']
    };
  }

  /** The names of the searches that the server would give a page that is loaded now. */
  async savedSearches(): Promise<readonly string[]> {
    const kept = (await this.asked('lab/api/settings/jupyterlab-lakeside:explorer')) as SavedSettings;
    return (kept.settings.savedSearches ?? []).map(({ name }) => name);
  }

  private async asked(path: string): Promise<unknown> {
    const answer = await this.page.request.get(`${started(`${this.name}_URL`)}/${path}`, {
      headers: { Authorization: `token ${started(`${this.name}_TOKEN`)}` }
    });
    return answer.json();
  }

  /** Returns when the restart has begun, not when it is over. */
  async restartKernel(): Promise<void> {
    const status = await this.page.evaluate(() => {
      const { shell } = (globalThis as unknown as { jupyterapp: App }).jupyterapp;
      const { kernel } = shell.currentWidget.sessionContext.session;
      void kernel.restart();
      return kernel.status;
    });
    expect(status).toBe('restarting');
  }

  async crashKernel(): Promise<void> {
    await this.page.evaluate(() => {
      const { shell } = (globalThis as unknown as { jupyterapp: App }).jupyterapp;
      const { kernel } = shell.currentWidget.sessionContext.session;
      kernel.requestExecute({ code: 'import os; os._exit(1)' }).done.catch(() => undefined);
    });
  }
}

interface App {
  readonly restored: Promise<void>;
  readonly shell: {
    readonly currentWidget: {
      readonly context: { readonly path: string };
      readonly sessionContext: { readonly session: { readonly kernel: Kernel } };
      readonly content: { readonly activeCell: { readonly model: Cell } };
    };
  };
  readonly commands: {
    execute(id: string, args?: Record<string, string>): Promise<unknown>;
    isEnabled(id: string, args?: Record<string, string>): boolean;
  };
}

interface SavedNotebook {
  readonly content: {
    readonly metadata: {
      readonly lakeside?: { readonly attachments: readonly { readonly variable: string }[] };
    };
  };
}

interface SavedWorkspace {
  readonly data: Readonly<Record<string, string>>;
}

interface SavedSettings {
  readonly settings: { readonly savedSearches?: readonly { readonly name: string }[] };
}

interface Cell {
  readonly sharedModel: { setSource(text: string): void };
  readonly outputs: { toJSON(): readonly Output[] };
}

interface Output {
  readonly text?: string | string[];
  readonly data?: Record<string, string | string[]>;
  readonly evalue?: string;
}

interface Kernel {
  readonly status: string;
  restart(): Promise<void>;
  requestExecute(content: { code: string }): { readonly done: Promise<unknown> };
}

interface Parts {
  readonly lab: Lab;
  readonly service: Service;
  readonly faults: Faults;
}

/**
 * Every test finds a service that rests, with whatever login and files the last one has left: it says itself what
 * it needs of these, and leaves no kernel, no fault and no instance that is thought to be away behind.
 */
export const test = base.extend<Parts>({
  service: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its parameter
    async ({}, use) => {
      const service = new Service();
      await service.rested();
      await use(service);
      await Promise.all(
        [service, new Service('SECOND_LAB'), new Service('BROKEN_LAB')].map(one => one.withoutKernels())
      );
    },
    { auto: true }
  ],
  lab: async ({ page }, use) => {
    await use(new Lab(page));
  },
  faults: async ({ service }, use) => {
    const faults = new Faults();
    await use(faults);
    await faults.clear();
    await service.reached();
  }
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
