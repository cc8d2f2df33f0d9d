import { HYY, Lab, expect, test } from './lab';

test.beforeEach(async ({ lab }) => {
  await lab.loggedIn();
});

test('another kernel has the variable, too', async ({ lab, page }) => {
  await lab.open('hyy.ipynb');
  await lab.command('lakeside:attach', { did: HYY });
  await expect(lab.entry('hyy_oct20')).toContainText('read back at');

  await page.evaluate(() => {
    const { shell } = (globalThis as unknown as { jupyterapp: App }).jupyterapp;
    void shell.currentWidget.sessionContext.changeKernel({ name: 'python3' });
  });
  await expect(page.locator('.jp-Notebook-ExecutionIndicator')).not.toHaveAttribute('data-status', 'idle');

  expect(await lab.value('print(len(hyy_oct20))')).toBe('6');
  await expect(lab.entry('hyy_oct20')).toContainText('read back at');
});

test('a page that is loaded again shows the same tab, and has attached again', async ({ lab, page }) => {
  await lab.open('hyy.ipynb');
  await lab.command('lakeside:attach', { did: HYY });
  await expect(lab.entry('hyy_oct20')).toContainText('read back at');
  await lab.command('docmanager:save');
  await expect(page.locator('.jp-mod-current.jp-mod-dirty')).toHaveCount(0);
  await lab.command('workspace-ui:save');

  await page.goto(page.url().replace(/[?&]reset/, ''));

  await expect(lab.tab('Notebook')).toHaveAttribute('aria-selected', 'true', { timeout: 40_000 });
  await expect(lab.entry('hyy_oct20')).toContainText('read back at', { timeout: 40_000 });
});

test('a second window of the same server sees downloads and logins', async ({ lab, context }) => {
  await lab.open('hyy.ipynb');
  const second = new Lab(await context.newPage());
  await second.open('hyy.ipynb');
  await second.tab('Transfers').click();

  await lab.command('lakeside:download', { did: 'data:multi' });
  await expect(second.entry('multi')).toContainText('verified');
  await lab.command('lakeside:logout');
  await expect(second.panel.getByRole('button', { name: 'not logged in' })).toBeVisible();
  await lab.loggedIn();
  await expect(second.panel.getByRole('button', { name: /^alice · / })).toBeVisible();
});

test('files that nobody can verify are attached when a person says so', async ({ lab }) => {
  await lab.open('hyy.ipynb');
  await lab.command('lakeside:attach', { did: 'data:sums' });
  await expect(lab.entry('data:sums')).toContainText('the catalogue has no checksum');
  await expect(lab.entry('data:sums')).toContainText('not attached');

  await lab.entry('data:sums').getByRole('button', { name: 'Attach without verifying' }).click();

  await expect(lab.entry('data:sums')).toContainText('1 file is not verified');
  expect(await lab.value('print(len(sums))')).toBe('5');
  await lab.search('data:sums.none');
  await expect(lab.row('sums.none')).toHaveAttribute('aria-label', /here, not verified$/);
});

interface App {
  readonly shell: {
    readonly currentWidget: {
      readonly sessionContext: { changeKernel(options: { name: string }): Promise<unknown> };
    };
  };
}
