import { type Locator, type Page, test as base, expect } from '@playwright/test';

export { expect };

export const HYY = 'ATLAS_LAPP_JEZEQUEL:Hyy_Oct20';

/** What `run` has started, by the names it gives. */
export function started(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: these tests are started by ui-tests/run`);
  }
  return value;
}

/** One JupyterLab, as a person sees it and as a script calls it. */
export class Lab {
  readonly panel: Locator;

  constructor(
    readonly page: Page,
    private readonly name: 'LAB' | 'SECOND_LAB' | 'BROKEN_LAB' = 'LAB'
  ) {
    this.panel = page.locator('#jupyterlab-lakeside');
  }

  /** Opens a notebook with a clean layout and a running kernel, and the panel beside it. */
  async open(notebook: string): Promise<void> {
    const url = `${started(`${this.name}_URL`)}/lab/tree/${notebook}?token=${started(`${this.name}_TOKEN`)}&reset`;
    await this.page.goto(url);
    await expect(this.page.locator('.jp-Notebook .jp-Cell').first()).toBeVisible({ timeout: 40_000 });
    await this.idle();
    await this.command('lakeside:open-panel', { tab: 'explore' });
    await expect(this.panel).toBeVisible();
  }

  async idle(): Promise<void> {
    await expect(this.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')).toBeVisible({
      timeout: 40_000
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

  /** The entry of a variable or a DID in the tab that is open. */
  entry(text: string): Locator {
    return this.panel.getByRole('listitem').filter({ hasText: text });
  }

  async logIn(user = 'alice', password = 'secret'): Promise<void> {
    await this.panel.getByLabel('User name').fill(user);
    await this.panel.getByLabel('Password', { exact: true }).fill(password);
    await this.panel.getByRole('button', { name: 'Log in', exact: true }).click();
  }

  /** Logged in without the form, where the login is not what the test is about. */
  async loggedIn(instance = 'lake', username = 'alice'): Promise<void> {
    await this.api('POST', `instances/${instance}/login`, { kind: 'userpass', username, password: 'secret' });
  }

  /** What an expression is worth in the notebook's kernel, as text; the cell is a new last one. */
  async value(code: string): Promise<string> {
    await this.page.evaluate(async text => {
      const { commands, shell } = (globalThis as unknown as { jupyterapp: App }).jupyterapp;
      await commands.execute('notebook:move-cursor-down');
      await commands.execute('notebook:insert-cell-below');
      // Typed text reaches the model a moment later, and an empty cell is not executed.
      shell.currentWidget.content.activeCell.model.sharedModel.setSource(text);
    }, code);
    await this.page.keyboard.press('Escape');
    const cell = this.page.locator('.jp-Notebook .jp-Cell.jp-mod-active');
    await this.page.keyboard.press('Control+Enter');
    await expect(cell.locator('.jp-OutputArea-output').first()).toBeVisible({ timeout: 30_000 });
    return (await cell.locator('.jp-OutputArea-output').allInnerTexts()).join('\n').trim();
  }

  /** Returns when the restart has begun. */
  async restartKernel(): Promise<void> {
    await this.page.evaluate(() => {
      const { shell } = (globalThis as unknown as { jupyterapp: App }).jupyterapp;
      void shell.currentWidget.sessionContext.session.kernel.restart();
    });
  }

  async crashKernel(): Promise<void> {
    await this.page.evaluate(() => {
      const { shell } = (globalThis as unknown as { jupyterapp: App }).jupyterapp;
      const { kernel } = shell.currentWidget.sessionContext.session;
      kernel.requestExecute({ code: 'import os; os._exit(1)' }).done.catch(() => undefined);
    });
  }

  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${started(`${this.name}_URL`)}/lakeside/api/v1/${path}`, {
      method,
      headers: { Authorization: `token ${started(`${this.name}_TOKEN`)}`, 'X-Lakeside': '1' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    });
    return response.json();
  }
}

interface App {
  readonly shell: {
    readonly currentWidget: {
      readonly sessionContext: { readonly session: { readonly kernel: Kernel } };
      readonly content: { readonly activeCell: { readonly model: { readonly sharedModel: Source } } };
    };
  };
  readonly commands: { execute(id: string, args?: Record<string, string>): Promise<unknown> };
}

interface Source {
  setSource(text: string): void;
}

interface Kernel {
  restart(): Promise<void>;
  requestExecute(content: { code: string }): { readonly done: Promise<unknown> };
}

/** The relays of the lake: they misbehave as told, until told otherwise. */
export class Faults {
  async set(relay: 'rucio' | 'storage', rules: unknown): Promise<void> {
    await fetch(`${started('LAKE_FAULTS_URL')}/${relay}`, { method: 'PUT', body: JSON.stringify(rules) });
  }

  /** What the relay does and has counted. */
  async of(relay: 'rucio' | 'storage'): Promise<{ readonly open: number; readonly requests: number }> {
    const response = await fetch(`${started('LAKE_FAULTS_URL')}/${relay}`);
    return (await response.json()) as { open: number; requests: number };
  }

  async clear(): Promise<void> {
    await fetch(`${started('LAKE_FAULTS_URL')}/`, { method: 'DELETE' });
  }
}

export const test = base.extend<{ lab: Lab; faults: Faults }>({
  lab: async ({ page }, use) => {
    await use(new Lab(page));
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its parameter
  faults: async ({}, use) => {
    const faults = new Faults();
    await use(faults);
    await faults.clear();
  }
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
