import { HYY, Lab, expect, test } from './lab';

test.beforeEach(async ({ service }) => {
  await service.loggedIn();
});

test('another kernel has the variable, too', async ({ lab, service, page }) => {
  await service.here(HYY);
  await lab.openNotebook();
  await lab.attached(HYY, 'hyy_oct20');

  await page.evaluate(async () => {
    const { shell } = (globalThis as unknown as { jupyterapp: App }).jupyterapp;
    await shell.currentWidget.sessionContext.changeKernel({ name: 'python3' });
  });

  expect(await lab.value('print(len(hyy_oct20))')).toBe('6');
  await expect(lab.entry('hyy_oct20')).toContainText('read back at');
});

test('a page that is loaded again shows the same tab, and has attached again', async ({
  lab,
  service,
  page
}) => {
  await service.here(HYY);
  await lab.openNotebook();
  await lab.attached(HYY, 'hyy_oct20');
  await lab.command('docmanager:save');
  // JupyterLab writes its layout a while after the last change of it, and a reload does not wait for that.
  await expect.poll(() => lab.kept()).toMatchObject({ notebook: ['hyy_oct20'], tab: 'notebook' });

  await page.goto(page.url().replace(/[?&]reset/, ''));

  await expect(lab.tab('Notebook')).toHaveAttribute('aria-selected', 'true', { timeout: 40_000 });
  await expect(lab.entry('hyy_oct20')).toContainText('read back at', { timeout: 40_000 });
});

test('a second window of the same server sees downloads and logins', async ({ lab, service, context }) => {
  service.gone('data');
  await lab.open();
  const second = new Lab(await context.newPage());
  await second.open();
  await second.tab('Transfers').click();

  await lab.command('lakeside:download', { did: 'data:multi' });
  await expect(second.entry('multi')).toContainText('verified');
  await lab.command('lakeside:logout');
  await expect(second.panel.getByRole('button', { name: 'not logged in' })).toBeVisible();
  await service.loggedIn();
  await expect(second.panel.getByRole('button', { name: /^alice$/ })).toBeVisible();
});

test('files that nobody can verify are attached when a person says so', async ({ lab, service }) => {
  service.gone('data');
  await lab.openNotebook();
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
