import { expect, test } from './lab';
import { faultless } from './look';

test.beforeEach(async ({ service }) => {
  await service.loggedIn();
});

test('whoever scrolls on sees every match, and is told how many there are', async ({
  lab,
  service,
  page
}) => {
  const { rows } = (await service.api('GET', 'instances/lake/search?did=data:&limit=1000')) as {
    readonly rows: readonly unknown[];
  };
  // The test bed's scopes are small: with pages of its size a person would never come to a second one.
  await page.route('**/instances/lake/search?*', async route => {
    const url = new URL(route.request().url());
    url.searchParams.set('limit', '12');
    await route.continue({ url: url.href });
  });
  await lab.open();

  await lab.search('data:');
  await lab.panel.getByRole('treeitem').first().click();
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(lab.found).toHaveText(`${String(rows.length)} matches`, { timeout: 1_000 });
  }).toPass();

  const last = lab.panel.locator('[role=treeitem]:focus');
  await expect(last).toHaveAttribute('aria-setsize', String(rows.length));
  await page.keyboard.press('End');
  await expect(last).toHaveAttribute('aria-posinset', String(rows.length));
});

test('searches are found again in their menu, by name after a reload', async ({ lab, page }) => {
  await lab.open();
  const menu = lab.panel.getByRole('button', { name: 'Recent and saved searches' });
  await lab.search('data:ok');
  await lab.row('ok').click();

  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'data:ok' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Save This Search…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('my data');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => lab.savedSearches()).toContain('my data');
  await lab.open();
  await expect.poll(() => lab.offers('lakeside:forget-search', { name: 'my data' })).toBe(true);
  await menu.click();
  await page.getByRole('menuitem', { name: 'my data' }).click();

  await expect(lab.row('ok')).toBeVisible();
  await lab.command('lakeside:forget-search', { name: 'my data' });
  await expect.poll(() => lab.savedSearches()).not.toContain('my data');
});

test('an instance that hangs takes nothing from another', async ({ lab, service, faults }) => {
  test.slow();
  await service.loggedIn('flaky');
  await lab.open();
  await lab.use('flaky');
  await faults.set('rucio', { hang: true });
  await lab.search('data:ok');
  await expect(lab.found).toHaveText('Searching…');

  await lab.use('lake');

  // The service itself would wait for longer than this does.
  await expect(lab.row('ok')).toBeVisible({ timeout: 30_000 });
  await expect(lab.panel.locator('.lakeside-note')).toHaveCount(0);
  await lab.use('flaky');
  const again = lab.panel.getByRole('button', { name: 'Try now' });
  await expect(again).toBeVisible({ timeout: 90_000 });
  await faults.clear();
  await expect(async () => {
    if (await again.isVisible()) {
      // It may go under the hand: the instance is asked again by itself, too.
      await again.click({ timeout: 5_000 });
    }
    await expect(lab.row('ok')).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 120_000 });
});

test('the details say where a dataset lies, by which rules, and what contains it', async ({ lab, page }) => {
  await lab.open();
  await lab.search('ATLAS_LAPP_JEZEQUEL:Hyy_Oct20');
  await lab.row('Hyy_Oct20').first().click();
  const details = lab.panel.getByRole('region', { name: 'Details' });
  await expect(details.getByRole('group', { name: 'Replicas' }).getByRole('listitem').first()).toContainText(
    'complete'
  );

  for (const part of ['Rules', 'Metadata', 'Parents']) {
    await details.getByRole('button', { name: part, exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(details.getByRole('group', { name: part })).toHaveAttribute('aria-busy', 'false');
  }
  await expect(details.getByRole('alert')).toHaveCount(0);
  await faultless(lab);
  await details.getByRole('button', { name: 'ATLAS_LAPP_JEZEQUEL:ATLAS_OD_EDU_13TeV' }).click();

  await expect(lab.row('ATLAS_OD_EDU_13TeV')).toHaveAttribute('aria-expanded', 'true');
  await expect(lab.row('Hyy_Oct20')).toHaveAttribute('aria-level', '2');
});

test('a filter leaves the rows that it is for and no others, until it is taken away', async ({ lab }) => {
  const rows = lab.panel.getByRole('treeitem');
  const box = lab.panel.getByRole('searchbox', { name: 'Search the catalogue' });
  await lab.open();
  await lab.search('opendata:*');
  await expect(lab.row('run1.aod')).toBeVisible();

  await lab.panel.getByRole('button', { name: 'Filter', exact: true }).click();
  const form = lab.panel.getByRole('form', { name: 'Filter' });
  await form.getByLabel('Filter by').selectOption('datatype');
  await form.getByLabel('Value').fill('RAW');
  await form.getByRole('button', { name: 'Add' }).click();

  await expect(box).toHaveValue('opendata:* datatype=RAW');
  await expect(lab.found).toHaveText('2 matches');
  await expect(rows).toHaveCount(2);
  await expect(lab.row('run1.raw')).toBeVisible();
  await expect(lab.row('run2.raw')).toBeVisible();

  await lab.search('opendata:* length>=10 AND bytes>300KB');

  await expect(lab.found).toHaveText('2 matches');
  await expect(rows).toHaveCount(2);
  await expect(lab.row('catalogue')).toBeVisible();
  await expect(lab.row('catalogue.2026.run1')).toBeVisible();

  await lab.search('opendata:*');

  for (const name of ['run1.aod', 'run1.raw', 'run2.raw', 'docs', 'catalogue', 'catalogue.run2']) {
    await expect(lab.row(name)).toBeVisible();
  }
});

test('open data is searched and looked into by somebody who has no login', async ({ lab, service, page }) => {
  await service.loggedOut();
  await lab.open();
  await lab.use('open');
  await expect(lab.panel.getByRole('button', { name: 'Log in', exact: true })).toHaveCount(0);

  await lab.search('data:ok');
  await expect(lab.found).toContainText('Nothing of that name.');
  await lab.search('opendata:run1');
  await lab.row('run1.aod').click();
  await page.keyboard.press('ArrowRight');

  await expect(lab.panel.locator('[role=treeitem][aria-level="2"]:not([aria-busy])')).toHaveCount(5);
  await expect(lab.row('run1/aod.0004.bin')).toBeVisible();
  const details = lab.panel.getByRole('region', { name: 'Details' });
  await expect(details).toContainText('5 files');
  const replicas = details.getByRole('group', { name: 'Replicas' });
  await expect(replicas.getByRole('listitem').first()).toContainText('complete');
  await expect(details.getByRole('button', { name: 'Rules' })).toHaveCount(0);
  await expect(details.getByRole('alert')).toHaveCount(0);
  await faultless(lab);
});
