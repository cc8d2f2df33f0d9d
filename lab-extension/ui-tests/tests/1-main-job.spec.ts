import { readdirSync, statSync } from 'node:fs';

import { HYY, expect, started, test } from './lab';

const SIX = [
  'data_A.GamGam.root',
  'data_B.GamGam.root',
  'mc_341081.ttH125_gamgam.GamGam.root',
  'mc_343981.ggH125_gamgam.GamGam.root',
  'mc_345041.VBFH125_gamgam.GamGam.root',
  'mc_345318.WpH125J_Wincl_gamgam.GamGam.root'
];

test('a newcomer is told what this is, and offered a login', async ({ lab, service }) => {
  await service.loggedOut();
  await lab.open();

  await expect(lab.panel).toContainText('Find a dataset in the Rucio catalogue');
  await expect(lab.panel.getByRole('button', { name: 'not logged in' })).toBeVisible();
  await expect(lab.panel.getByRole('button', { name: 'Log in to Little lake' })).toBeVisible();
});

test('a wrong password is said beside the form; the right one logs in', async ({ lab, service, page }) => {
  await service.loggedOut();
  await lab.open();
  await lab.panel.getByRole('button', { name: 'Log in to Little lake' }).click();
  await expect(lab.panel.getByLabel('User name')).toBeFocused();

  await lab.logIn('alice', 'sesame');
  await expect(lab.panel.getByRole('alert')).toContainText(/did not|not accept|password/i);
  await expect(lab.panel.getByRole('textbox', { name: 'Password' })).toHaveValue('');
  await expect(lab.panel.getByRole('textbox', { name: 'Password' })).toBeFocused();

  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await expect(lab.panel.getByRole('button', { name: /^alice$/ })).toBeVisible();
});

test.describe('logged in', () => {
  test.beforeEach(async ({ service }) => {
    await service.loggedIn();
  });

  test('a search finds the dataset, and the keyboard opens it to its six files', async ({
    lab,
    service,
    page
  }) => {
    service.gone('ATLAS_LAPP_JEZEQUEL');
    await lab.open();

    await lab.search('ATLAS_LAPP_JEZEQUEL:');
    await expect(lab.found).toContainText(/^\d+ matches$/);
    await lab.row('ATLAS_OD_EDU_13TeV').click();
    await page.keyboard.press('ArrowRight');
    await expect(lab.row('Hyy_Oct20').first()).toHaveAttribute('aria-level', '2');
    await page.keyboard.press('ArrowRight');
    await expect(lab.row('Hyy_Oct20').first()).toBeFocused();
    await page.keyboard.press('ArrowRight');

    for (const name of SIX) {
      const file = lab.panel.locator('[role=treeitem][aria-level="3"]').filter({ hasText: name.slice(0, 6) });
      await expect(file.first()).toHaveAttribute('aria-label', /File, [\d.]+.MiB, not here$/);
    }
    await page.keyboard.press('ArrowLeft');
    await expect(lab.row('Hyy_Oct20').first()).toHaveAttribute('aria-expanded', 'false');
  });

  test('a kind of DID can be asked for alone', async ({ lab }) => {
    await lab.open();

    await lab.search('ATLAS_LAPP_JEZEQUEL:');
    await lab.panel.getByRole('combobox', { name: 'Kind of DID' }).selectOption('container');

    await expect(lab.panel.getByRole('treeitem')).toHaveCount(1);
    await expect(lab.row('ATLAS_OD_EDU_13TeV')).toBeVisible();
  });

  test('a download shows how far it is, in its row and in Transfers, until it is verified', async ({
    lab,
    service,
    faults
  }) => {
    service.gone('faults');
    await faults.set('storage', { rate: 1_000_000 });
    await lab.open();
    await lab.search('faults:large');

    await lab.row('large').hover();
    await lab.row('large').getByRole('button', { name: 'Download' }).click();
    await expect(lab.row('large')).toHaveAttribute('aria-label', /downloading, [1-9]\d*.%/);
    await lab.tab('Transfers').click();
    const progress = lab.panel.getByRole('progressbar', { name: 'Download of large' });
    await expect(progress).toBeVisible();
    await expect(progress).toHaveAttribute('aria-valuetext', /MiB of 32.MiB/);
    await faults.clear();

    await expect(lab.entry('large')).toContainText('verified', { timeout: 60_000 });
    await lab.tab('Explore').click();
    await expect(lab.row('large')).toHaveAttribute('aria-label', /here, verified$/);
  });

  test('a download can be cancelled, and goes on where it was', async ({ lab, service, faults }) => {
    service.gone('faults');
    await faults.set('storage', { rate: 100_000 });
    await lab.open();
    await lab.search('faults:one');
    await lab.row('one').hover();
    await lab.row('one').getByRole('button', { name: 'Download' }).click();

    await lab.tab('Transfers').click();
    await lab
      .entry('one')
      .getByRole('button', { name: /^Cancel the download/ })
      .click();
    await expect(lab.entry('one')).toContainText('cancelled');

    await faults.clear();
    await lab.entry('one').getByRole('button', { name: 'Resume' }).click();
    await expect(lab.entry('one')).toContainText('verified');
  });

  test('attaching fetches what is missing and makes it a variable that holds the six paths', async ({
    lab,
    service
  }) => {
    service.gone('ATLAS_LAPP_JEZEQUEL');
    await lab.openNotebook();
    await lab.search(HYY);

    await lab.attach('Hyy_Oct20');
    await expect(lab.tab('Notebook')).toHaveAttribute('aria-selected', 'true');
    const entry = lab.entry('hyy_oct20');
    await expect(entry).toContainText('attached');
    await expect(entry).toContainText(/6 files · Little lake · read back at \d\d:\d\d/);

    const paths = JSON.parse(await lab.value('import json; print(json.dumps(hyy_oct20))')) as string[];
    expect(paths.map(path => path.split('/').at(-1))).toEqual(SIX);
    const sizes = paths.map(path => statSync(path).size);
    expect(Math.min(...sizes)).toBeGreaterThan(1_000_000);
    expect(readdirSync(`${started('LAKE_FILES_HERE')}/lake/ATLAS_LAPP_JEZEQUEL`).sort()).toEqual(SIX);
  });

  test('a container whose files are all here says so, however they came', async ({ lab, service, page }) => {
    await service.here(HYY);
    await lab.open();
    await lab.search('ATLAS_LAPP_JEZEQUEL:ATLAS');
    await lab.row('ATLAS_OD_EDU_13TeV').click();
    await page.keyboard.press('ArrowRight');
    await expect(lab.row('ATLAS_OD_EDU_13TeV')).toHaveAttribute('aria-label', /here, verified$/);
    await expect(lab.panel.getByRole('region', { name: 'Details' })).toContainText('all of it, verified');

    await lab.command('lakeside:download', { did: 'opendata:catalogue' });
    await lab.search('opendata:catalogue');
    await expect(lab.row('catalogue')).toHaveAttribute('aria-label', /here, verified$/);
    await lab.row('catalogue').click();
    await page.keyboard.press('ArrowRight');
    for (const level of [2, 3]) {
      const part = lab.panel.locator(`[role=treeitem][aria-level="${String(level)}"]`).first();
      await expect(part).toHaveAttribute('aria-label', /here, verified$/);
      await part.click();
      await page.keyboard.press('ArrowRight');
    }
  });

  test('the notebook plots from the variable', async ({ lab, service, page }) => {
    await service.here(HYY);
    await lab.openNotebook();
    await lab.attached(HYY, 'hyy_oct20');

    await lab.command('notebook:run-all-cells');

    await expect(page.locator('.jp-OutputArea-output img').first()).toBeVisible({ timeout: 90_000 });
    await lab.idle();
    await expect(
      page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]')
    ).toHaveCount(0);
    await expect(page.locator('.jp-Notebook')).toContainText(/12[45]\.\d+/);
  });

  test('after a restart the variable is there before the first cell', async ({ lab, service }) => {
    await service.here(HYY);
    await lab.openNotebook();
    await lab.attached(HYY, 'hyy_oct20');
    expect(await lab.value('print(len(hyy_oct20), "before")')).toBe('6 before');

    await lab.restartKernel();

    // Sent while the kernel restarts: it waits its turn behind the binding.
    expect(await lab.value('print(len(hyy_oct20), "after")')).toBe('6 after');
    await expect(lab.entry('hyy_oct20')).toContainText('read back at');
  });

  test('after a crash of the kernel the variable comes back by itself', async ({ lab, service, page }) => {
    await service.here(HYY);
    await lab.openNotebook();
    await lab.attached(HYY, 'hyy_oct20');

    await lab.crashKernel();
    await expect(page.getByRole('dialog')).toContainText(/restart/i);
    await page.getByRole('dialog').getByRole('button', { name: /ok/i }).click();

    expect(await lab.value('print(len(hyy_oct20))')).toBe('6');
  });

  test('a variable can be renamed, used in a new cell, and removed', async ({ lab, service, page }) => {
    await service.here(HYY);
    await lab.openNotebook();
    await lab.attached(HYY, 'hyy_oct20');

    await lab.entry('hyy_oct20').hover();
    await lab.panel.getByRole('button', { name: 'Rename the variable hyy_oct20' }).click();
    const box = lab.panel.getByRole('textbox', { name: 'New name of the variable' });
    await box.fill('2 photons');
    await expect(lab.panel.getByRole('alert')).toContainText('letters, digits and _');
    await box.fill('photons');
    await box.press('Enter');
    await expect(lab.entry('photons')).toContainText('read back at');
    expect(await lab.value('print(len(photons))')).toBe('6');

    await lab.entry('photons').getByRole('button', { name: 'Insert example cell' }).click();
    await expect(page.locator('.jp-Notebook .jp-Cell.jp-mod-active')).toContainText('for path in photons:');

    await lab.panel.getByRole('button', { name: 'Remove photons from the notebook' }).click();
    await expect(lab.panel).toContainText('Nothing is attached yet');
  });
});
