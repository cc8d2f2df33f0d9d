import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, started, test } from '../tests/lab';
import { PASSPHRASE, card, chip, grid, nobody, of, refreshToken, send, withWay } from './person';

/** Longer than a credential of a minute, and what comes after it, on a slow machine. */
const AFTER_A_MINUTE = 150_000;

test.use({ ignoreHTTPSErrors: true });

test.beforeEach(async ({ lab, service }) => {
  await nobody(lab, service);
});

test.afterEach(() => {
  grid('idp', 'set');
});

test('a refresh token, with what it takes to use it', async ({ lab }) => {
  await withWay(lab, 'Token');
  await lab.panel.getByRole('checkbox', { name: 'It is a refresh token' }).check();
  await lab.panel.getByRole('textbox', { name: 'Refresh token' }).fill(refreshToken('alice'));
  await lab.panel.getByLabel('Address of its provider').fill(started('GRID_OIDC_ISSUER'));
  await lab.panel.getByLabel('Client that it was given to').fill('lakeside');
  await send(lab);

  await expect(chip(lab, /^alice( ·|$)/)).toBeVisible();
  const facts = await card(lab);
  await expect(facts.getByRole('button', { name: 'Renew now' })).toBeVisible();
});

test('in the browser, with the code that its last page shows', async ({ lab, page }) => {
  await withWay(lab, 'Browser');
  await send(lab);
  await lab.panel.getByRole('button', { name: 'Log in with a code instead' }).click();
  const code = lab.panel.getByLabel('Code that the page shows in the end');
  await expect(code).toBeVisible();

  const link = lab.panel.getByRole('link', { name: 'Open the page to log in' });
  const [provider] = await Promise.all([page.waitForEvent('popup'), link.click()]);
  await provider.getByRole('link', { name: 'alice' }).click();
  const shown = /\b[A-Za-z0-9]{50}\b/;
  await expect(provider.locator('body')).toContainText(shown);
  await code.fill(shown.exec(await provider.locator('body').innerText())?.[0] ?? '');
  await send(lab);

  await expect(chip(lab, /^alice( ·|$)/)).toBeVisible();
});

test('a renewal that fails is warned of, and the button mends it when the provider is back', async ({
  lab,
  service
}) => {
  test.setTimeout(2 * AFTER_A_MINUTE);
  grid('idp', 'set', 'lifetime=60');
  await service.api('POST', 'instances/lake/login', {
    kind: 'oidc',
    refresh_token: refreshToken('alice'),
    issuer: started('GRID_OIDC_ISSUER'),
    client_id: 'lakeside'
  });
  await expect(chip(lab, /^alice( ·|$)/)).toBeVisible();
  grid('idp', 'set', 'status=503');

  const warning = lab.panel.getByRole('status').filter({ hasText: 'could not be renewed yet' });
  await expect(warning).toContainText('does not answer', { timeout: AFTER_A_MINUTE });
  await expect(chip(lab, /^alice/)).toHaveClass(/lakeside-mod-warn/);

  grid('idp', 'set');
  // Either the button or the clock renews it, whichever is first.
  await warning
    .getByRole('button', { name: 'Renew now' })
    .click({ timeout: 5_000 })
    .catch(() => undefined);
  await expect(warning).toHaveCount(0, { timeout: AFTER_A_MINUTE });
  await expect(chip(lab, /^alice/)).not.toHaveClass(/lakeside-mod-warn/);
});

test('a login that has ended says so, and its button logs in anew', async ({ lab }) => {
  test.setTimeout(2 * AFTER_A_MINUTE);
  const token = lab.panel.getByLabel('Token', { exact: true }).last();
  await withWay(lab, 'Token');
  await token.fill(grid('idp', 'token', 'alice', 'rucio', '60'));
  await send(lab);
  await expect(chip(lab, /^alice · \d+ (s|min)$/)).toBeVisible();

  await expect(chip(lab, /^not logged in$/)).toBeVisible({ timeout: AFTER_A_MINUTE });
  const warning = lab.panel.getByRole('status').filter({ hasText: 'has ended at' });
  await warning.getByRole('button', { name: 'Log in' }).click();
  await lab.panel.getByRole('radio', { name: 'Token' }).check();
  await token.fill(grid('idp', 'token', 'alice'));
  await send(lab);

  await expect(chip(lab, /^alice · \d+ min$|^alice · \d+ h$/)).toBeVisible();
  await expect(warning).toHaveCount(0);
});

test('a notebook that was executed while logged in and attached holds no secret', async ({
  lab,
  service
}) => {
  await service.api('POST', 'instances/lake/login', {
    kind: 'x509',
    file: of('alice', 'usercert.pem'),
    key: of('alice', 'userkey.pem'),
    passphrase: PASSPHRASE(),
    voms: ['escape.test']
  });
  await lab.openNotebook();
  await lab.attached('grid:both', 'both');
  const proxy = await lab.value(
    'import os; print(both, dict(os.environ)) or print(os.environ["X509_USER_PROXY"])'
  );
  await lab.command('docmanager:save');
  await expect.poll(async () => (await lab.kept()).notebook).toContain('both');

  const file = proxy.split('\n').at(-1) ?? '';
  const state = join(dirname(started('LAKE_FILES_HERE')), 'state', 'logins', 'lake.json');
  const { token } = JSON.parse(readFileSync(state, 'utf8')) as { token: string };
  const secrets = [PASSPHRASE(), token, ...readFileSync(file, 'utf8').split('\n').slice(1, 4)];
  const notebooks = written(join(started('LAB_HOME'), 'notebooks'));
  expect(notebooks.join()).toContain('X509_USER_PROXY');
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8);
    expect(notebooks.filter(text => text.includes(secret))).toHaveLength(0);
  }
});

/** What all files below a folder hold, checkpoints too. */
function written(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
