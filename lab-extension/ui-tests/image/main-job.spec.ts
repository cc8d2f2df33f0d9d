import { mkdirSync, readdirSync } from 'node:fs';

import { HYY, expect, started, test } from '../tests/lab';
import { PICTURES } from '../tests/look';

const NOTEBOOK = 'notebooks/hyy.ipynb';

test('from the login to the plot, in the notebook that the image brings', async ({ lab, service, page }) => {
  test.setTimeout(360_000); // above the sum of what is waited for
  await service.loggedOut();
  await lab.openAt(NOTEBOOK);

  await lab.panel.getByRole('button', { name: 'Log in to Little lake' }).click();
  await lab.logIn();
  await expect(lab.panel.getByRole('button', { name: /^alice$/ })).toBeVisible();

  await lab.search(HYY);
  await lab.row('Hyy_Oct20').first().hover();
  await lab.row('Hyy_Oct20').first().getByRole('button', { name: 'Download' }).click();
  await lab.tab('Transfers').click();
  await expect(lab.entry('Hyy_Oct20')).toContainText('verified', { timeout: 90_000 });
  expect(readdirSync(`${started('LAKE_FILES_HERE')}/lake/ATLAS_LAPP_JEZEQUEL`)).toHaveLength(6);

  await lab.tab('Explore').click();
  await lab.attach('Hyy_Oct20');
  await expect(lab.entry('hyy_oct20')).toContainText(/6 files · read back at \d\d:\d\d/);

  await lab.command('notebook:run-all-cells');
  await expect(page.locator('.jp-OutputArea-output img').first()).toBeVisible({ timeout: 120_000 });
  await lab.idle();
  await expect(
    page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]')
  ).toHaveCount(0);
  await expect(page.locator('.jp-Notebook')).toContainText(/12[45]\.\d+/);

  mkdirSync(PICTURES, { recursive: true });
  await page.locator('.jp-OutputArea-output img').first().scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${PICTURES}/image.png` });
});
