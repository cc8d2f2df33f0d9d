import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';

import { type Lab, expect } from './lab';

export const PICTURES = `${__dirname}/../../../build/screenshots`;
export const THEMES = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark',
  contrast: 'JupyterLab Dark High Contrast'
};

/** Findings that are not ours to mend, each with its reason. */
const ALLOWED: readonly string[] = [];

/** The panel in this theme, so wide. */
export async function dress(lab: Lab, theme: string, width: number): Promise<void> {
  // JupyterLab itself stops at 250 px; a panel of 220 px is what a magnified page comes to.
  await lab.page.addStyleTag({
    content: '#jp-left-stack, #jp-left-stack > *, .jp-SideArea { min-width: 0 !important; }'
  });
  await lab.command('apputils:change-theme', { theme });
  await expect(lab.page.locator('body')).toHaveAttribute('data-jp-theme-name', theme);
  const shown = async (): Promise<number> => (await lab.panel.boundingBox())?.width ?? 0;
  await expect(async () => {
    await lab.page.evaluate(setWidth, width);
    expect(Math.abs((await shown()) - width)).toBeLessThan(6);
  }).toPass();
}

/** Runs in the page. JupyterLab's layout may still be on its way, and then it is for whoever calls to do it again. */
async function setWidth(wanted: number): Promise<void> {
  const { shell } = (globalThis as unknown as { jupyterapp: { shell: Shell } }).jupyterapp;
  for (
    let one = [...shell.widgets('left')].find(({ id }) => id === 'jupyterlab-lakeside') ?? null;
    one;
    one = one.parent
  ) {
    one.fit();
  }
  const split = shell._hsplitPanel;
  const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
  await frame();
  split.setRelativeSizes([wanted, split.node.clientWidth - wanted, 0]);
  await frame();
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

/** A picture of the panel, to be looked at. */
export async function picture(lab: Lab, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const clip = await lab.panel.boundingBox();
  await lab.page.mouse.move(900, 500);
  await lab.page.screenshot({ path: `${PICTURES}/${name}.png`, ...(clip === null ? {} : { clip }) });
}

/** What a checker of accessibility finds in the panel. */
export async function faultless(lab: Lab): Promise<void> {
  const { violations } = await new AxeBuilder({ page: lab.page }).include('#jupyterlab-lakeside').analyze();
  const ours = violations
    .filter(({ id }) => !ALLOWED.includes(id))
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join('\n   ')}`);
  expect.soft(ours).toEqual([]);
}
