import { HYY, expect, test } from './lab';
import { PICTURES, THEMES, dress, faultless, picture } from './look';

test.beforeEach(async ({ service }) => {
  await service.loggedIn();
});

for (const [look, theme] of Object.entries(THEMES)) {
  for (const width of [330, 220]) {
    test(`in ${look}, ${String(width)} px wide, every tab can be read by everybody`, async ({
      lab,
      service,
      faults
    }) => {
      await service.here(HYY);
      ['faults', 'data'].forEach(scope => {
        service.gone(scope);
      });
      await lab.openNotebook();
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
      await lab.attached(HYY, 'hyy_oct20');
      await lab.command('lakeside:attach', { did: 'data:there-is-no-such-thing', variable: 'geometry' });
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

test('the whole window, for the README', async ({ lab, service, page }) => {
  await service.here(HYY);
  await lab.openNotebook();
  await dress(lab, THEMES.light, 350);
  await lab.attached(HYY, 'hyy_oct20');
  await lab.command('notebook:run-all-cells');
  const plot = page.locator('.jp-OutputArea-output img').first();
  await expect(plot).toBeVisible({ timeout: 90_000 });
  await lab.search('ATLAS_LAPP_JEZEQUEL:');
  await lab.row('Hyy_Oct20').first().click();
  await page.keyboard.press('ArrowRight');
  await expect(lab.panel.locator('[role=treeitem][aria-level="2"]')).toHaveCount(6);
  const replicas = lab.panel.getByRole('group', { name: 'Replicas' });
  await expect(replicas.getByRole('listitem')).toHaveCount(2);
  await plot.scrollIntoViewIfNeeded();

  await page.mouse.move(900, 5);
  await page.screenshot({ path: `${PICTURES}/panel.png` });
});

test('without a mouse: search, open, attach', async ({ lab, page }) => {
  await lab.openNotebook();
  await lab.panel.getByRole('searchbox').focus();
  await page.keyboard.type('data:ok');
  await page.keyboard.press('Enter');
  await expect(lab.row('ok')).toBeVisible();

  for (const step of ['Kind of DID', 'Filter', 'Recent and saved searches']) {
    await page.keyboard.press('Tab');
    await expect(lab.panel.getByLabel(step)).toBeFocused();
  }
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

test('the keyboard is not lost when the line it waits at is replaced by what has come', async ({
  lab,
  page
}) => {
  await lab.open();
  await lab.search('data:ok');
  let come = (): void => undefined;
  const hasCome = new Promise<void>(resolve => (come = resolve));
  await page.route('**/instances/lake/children?*', async route => {
    await hasCome;
    await route.continue();
  });

  await lab.row('ok').click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(lab.panel.getByRole('treeitem').filter({ hasText: 'Loading…' })).toBeFocused();
  come();
  await expect(lab.panel.locator('[role=treeitem][aria-level="2"]').first()).toBeFocused();
  await page.keyboard.press('ArrowLeft');

  await expect(lab.row('ok')).toBeFocused();
});

test('a key pressed at the very moment when rows come moves the keyboard, too', async ({ lab, page }) => {
  await lab.open();
  await lab.search('data:ok');
  await lab.row('ok').click();
  await page.evaluate(() => {
    const come = '[role=treeitem][aria-level="2"]:not([aria-busy])';
    const tree = document.querySelector('#jupyterlab-lakeside [role=tree]');
    const watch = new MutationObserver(() => {
      // They have just been drawn, and nothing else has happened since.
      if (tree?.querySelector(come) != null) {
        watch.disconnect();
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true })
        );
      }
    });
    if (tree !== null) {
      watch.observe(tree, { childList: true, subtree: true, attributes: true });
    }
  });

  await page.keyboard.press('ArrowRight');

  await expect(lab.panel.locator('[role=treeitem][aria-level="2"]').first()).toBeFocused();
});

test('the keyboard is not lost when the button it is at goes with the state of its line', async ({
  lab,
  service,
  page
}) => {
  service.gone('data');
  await lab.open();
  await lab.search('data:ok');
  await lab.row('ok').click();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(lab.row('ok').getByRole('button', { name: 'Download' })).toBeFocused();

  await page.keyboard.press('Enter');

  await expect(lab.row('ok')).toHaveAttribute('aria-label', /here, verified$/);
  await expect(lab.row('ok')).toBeFocused();
});

test('a row’s menu copies the DID', async ({ lab, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open();
  await lab.search('data:ok');

  await lab.row('ok').hover();
  await lab.row('ok').getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Copy DID' }).click();

  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('data:ok');
});
