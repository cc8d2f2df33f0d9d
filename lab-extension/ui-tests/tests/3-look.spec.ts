import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';

import { HYY, Lab, expect, test } from './lab';

const PICTURES = `${__dirname}/../../../build/screenshots`;
const THEMES = { light: 'JupyterLab Light', dark: 'JupyterLab Dark', contrast: 'JupyterLab Dark High Contrast' };

/** Findings that are not ours to mend, each with its reason. */
const ALLOWED: readonly string[] = [];

test.beforeAll(() => {
  mkdirSync(PICTURES, { recursive: true });
});

test.beforeEach(async ({ lab }) => {
  await lab.loggedIn();
});

async function dress(lab: Lab, theme: string, width: number): Promise<void> {
  // JupyterLab itself stops at 250 px; a panel of 220 px is what a magnified page comes to.
  await lab.page.addStyleTag({ content: '#jp-left-stack, #jp-left-stack > *, .jp-SideArea { min-width: 0 !important; }' });
  await lab.command('apputils:change-theme', { theme });
  await expect(lab.page.locator('body')).toHaveAttribute('data-jp-theme-name', theme);
  await lab.page.evaluate(wanted => {
    const { shell } = (globalThis as unknown as { jupyterapp: { shell: Shell } }).jupyterapp;
    for (let one = [...shell.widgets('left')].find(({ id }) => id === 'jupyterlab-lakeside') ?? null; one; one = one.parent) {
      one.fit();
    }
    const split = shell._hsplitPanel;
    requestAnimationFrame(() => {
      split.setRelativeSizes([wanted, split.node.clientWidth - wanted, 0]);
    });
  }, width);
  const shown = async (): Promise<number> => (await lab.panel.boundingBox())?.width ?? 0;
  await expect.poll(async () => Math.abs((await shown()) - width)).toBeLessThan(6);
}

interface Widget {
  readonly id: string;
  readonly parent: Widget | null;
  fit(): void;
}

interface Shell {
  widgets(area: string): Iterable<Widget>;
  readonly _hsplitPanel: { readonly node: HTMLElement; setRelativeSizes(sizes: number[]): void };
}

async function picture(lab: Lab, name: string): Promise<void> {
  const clip = await lab.panel.boundingBox();
  await lab.page.mouse.move(900, 500);
  await lab.page.screenshot({ path: `${PICTURES}/${name}.png`, ...(clip === null ? {} : { clip }) });
}

async function faultless(lab: Lab): Promise<void> {
  const { violations } = await new AxeBuilder({ page: lab.page }).include('#jupyterlab-lakeside').analyze();
  const ours = violations
    .filter(({ id }) => !ALLOWED.includes(id))
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join('\n   ')}`);
  expect.soft(ours).toEqual([]);
}

for (const [look, theme] of Object.entries(THEMES)) {
  for (const width of [330, 220]) {
    test(`in ${look}, ${String(width)} px wide, every tab can be read by everybody`, async ({ lab, faults }) => {
      await lab.open('hyy.ipynb');
      await dress(lab, theme, width);

      await lab.search('ATLAS_LAPP_JEZEQUEL:');
      await lab.row('Hyy_Oct20').first().click();
      await lab.page.keyboard.press('ArrowRight');
      await expect(lab.panel.locator('[role=treeitem][aria-level="2"]').first()).toBeVisible();
      await expect(lab.panel.getByRole('region', { name: 'Details' })).toContainText('closed');
      await picture(lab, `explore-${look}-${String(width)}`);
      await faultless(lab);

      await faults.set('storage', { rate: 300_000 });
      await lab.command('lakeside:download', { did: 'faults:large' });
      await lab.command('lakeside:download', { did: 'data:badsum' });
      await lab.command('lakeside:attach', { did: HYY });
      await lab.command('lakeside:attach', { did: 'data:there-is-no-such-thing', variable: 'geometry' });
      await expect(lab.entry('hyy_oct20')).toContainText('attached');
      await expect(lab.entry('geometry')).toContainText('not attached');
      await picture(lab, `notebook-${look}-${String(width)}`);
      await faultless(lab);

      await lab.tab('Transfers').click();
      await expect(lab.entry('badsum').first()).toContainText('failed');
      await picture(lab, `transfers-${look}-${String(width)}`);
      await faultless(lab);

      await lab.command('lakeside:login');
      await expect(lab.panel.getByLabel('User name')).toBeFocused();
      await picture(lab, `login-${look}-${String(width)}`);
      await faultless(lab);
    });
  }
}

test('the whole window, for the README', async ({ lab, page }) => {
  test.setTimeout(180_000);
  await lab.open('hyy.ipynb');
  await dress(lab, THEMES.light, 330);
  await lab.command('lakeside:attach', { did: HYY });
  await expect(lab.entry('hyy_oct20')).toContainText('read back at');
  await lab.command('notebook:run-all-cells');
  const plot = page.locator('.jp-OutputArea-output img').first();
  await expect(plot).toBeVisible({ timeout: 90_000 });
  await lab.search('ATLAS_LAPP_JEZEQUEL:');
  await lab.row('Hyy_Oct20').first().click();
  await page.keyboard.press('ArrowRight');
  await expect(lab.panel.locator('[role=treeitem][aria-level="2"]')).toHaveCount(6);
  await plot.scrollIntoViewIfNeeded();

  await page.mouse.move(900, 5);
  await page.screenshot({ path: `${PICTURES}/panel.png` });
});

test('without a mouse: search, open, attach', async ({ lab, page }) => {
  await lab.open('hyy.ipynb');
  await lab.panel.getByRole('searchbox').focus();
  await page.keyboard.type('data:ok');
  await page.keyboard.press('Enter');
  await expect(lab.row('ok')).toBeVisible();

  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(lab.row('ok')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(lab.row('ok')).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(lab.row('ok')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(lab.row('ok').getByRole('button', { name: 'Attach' })).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(lab.entry('data:ok')).toContainText('attached');
});

test('a row’s menu copies the DID', async ({ lab, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open('hyy.ipynb');
  await lab.search('data:ok');

  await lab.row('ok').hover();
  await lab.row('ok').getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Copy DID' }).click();

  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('data:ok');
});
