import { copyFileSync, chmodSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, started, test } from '../tests/lab';
import { HOME, PASSPHRASE, card, chip, grid, nobody, of, send, withWay } from './person';
import { THEMES, dress, faultless, picture } from '../tests/look';

// Whoever looks at the provider's page here does not know the throw-away authority of the grid.
test.use({ ignoreHTTPSErrors: true });

test.beforeEach(async ({ lab, service }) => {
  await nobody(lab, service);
});

test('a .p12, with a group and role that the VO offers', async ({ lab }) => {
  await withWay(lab, 'Certificate');
  await lab.panel
    .getByLabel('Certificate', { exact: true })
    .last()
    .setInputFiles(of('alice', 'usercred.p12'));
  await expect(lab.panel.getByRole('list', { name: 'Picked' })).toContainText('usercred.p12');
  await lab.panel.getByRole('checkbox', { name: 'escape.test' }).check();

  await lab.panel.getByLabel('Passphrase of the key').fill('sesame');
  await send(lab);
  await expect(lab.panel.getByRole('alert')).toContainText(/passphrase/i);
  await expect(lab.panel.getByLabel('Passphrase of the key')).toBeFocused();
  await expect(lab.panel.getByLabel('Passphrase of the key')).toHaveValue('');

  await lab.page.keyboard.type(PASSPHRASE());
  await lab.panel.getByRole('button', { name: 'Choose groups and roles' }).click();
  await lab.panel.getByRole('checkbox', { name: '/escape.test/cms/Role=production' }).check();
  await lab.panel.getByRole('checkbox', { name: '/escape.test', exact: true }).check();
  await send(lab);

  await expect(chip(lab, /^alice · escape\.test · \d+ (h|days)$/)).toBeVisible();
  const facts = await card(lab);
  await expect(facts).toContainText('CN=Alice');
  await expect(facts).toContainText(/escape\.test\s*\/escape\.test\/cms\/Role=production\s*\/escape\.test/);
  await expect(facts).toContainText(/until .*, renewed by itself/);
});

test('a .p12 that is dropped', async ({ lab, page }) => {
  await withWay(lab, 'Certificate');
  const dropped = await page.evaluateHandle(
    content => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(content), character => character.charCodeAt(0));
      transfer.items.add(new File([bytes], 'me.p12'));
      return transfer;
    },
    readFileSync(of('alice', 'usercred-legacy.p12')).toString('base64')
  );
  await lab.panel.locator('.lakeside-drop').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(lab.panel.getByRole('list', { name: 'Picked' })).toContainText('me.p12');

  await lab.panel.getByLabel('Passphrase of the key').fill(PASSPHRASE());
  await send(lab);

  await expect(chip(lab, /^alice · \d+ /)).toBeVisible();
});

test('certificate and key from two files; what is missing or no credential is said', async ({ lab }) => {
  await withWay(lab, 'Certificate');
  const files = lab.panel.getByLabel('Certificate', { exact: true }).last();
  await send(lab);
  await expect(lab.panel.getByRole('alert')).toContainText('Choose a .p12 file');

  await files.setInputFiles(join(__dirname, 'logins.spec.ts'));
  await expect(
    lab.panel.getByRole('status').filter({ hasText: 'neither a certificate nor a key' })
  ).toBeVisible();
  await files.setInputFiles(of('alice', 'usercert.pem'));
  await send(lab);
  await expect(lab.panel.getByRole('alert')).toContainText('The key is missing');
  await files.setInputFiles(of('alice', 'userkey.plain.pem'));
  await send(lab);

  await expect(chip(lab, /^alice · \d+ /)).toBeVisible();
});

test('a certificate of two accounts asks for which', async ({ lab }) => {
  await withWay(lab, 'Certificate');
  const files = lab.panel.getByLabel('Certificate', { exact: true }).last();
  await files.setInputFiles([of('dora', 'usercert.pem'), of('dora', 'userkey.plain.pem')]);
  await send(lab);

  await expect(lab.panel.getByLabel('Account')).toBeFocused();
  await lab.page.keyboard.type('bob');
  await send(lab);

  await expect(chip(lab, /^bob · \d+ /)).toBeVisible();
});

for (const [user, words] of [
  ['expired', /ended|expired/i],
  ['revoked', /revo/i],
  ['rogue', /trust|authority/i]
] as const) {
  test(`a certificate that is ${user} has a sentence of its own`, async ({ lab }) => {
    await withWay(lab, 'Certificate');
    const files = lab.panel.getByLabel('Certificate', { exact: true }).last();
    await files.setInputFiles([of(user, 'usercert.pem'), of(user, 'userkey.plain.pem')]);
    await send(lab);

    await expect(lab.panel.getByRole('alert')).toContainText(words);
    await expect(chip(lab, /^not logged in$/)).toBeVisible();
  });
}

test('a certificate that lies in its usual place is found, and takes its passphrase', async ({ lab }) => {
  mkdirSync(join(HOME(), '.globus'), { mode: 0o700 });
  for (const file of ['usercert.pem', 'userkey.pem']) {
    copyFileSync(of('alice', file), join(HOME(), '.globus', file));
    chmodSync(join(HOME(), '.globus', file), 0o600);
  }
  await lab.command('lakeside:login');

  await lab.panel.getByRole('button', { name: /^Use Certificate / }).click();
  await expect(lab.panel.getByLabel('Passphrase of the key')).toBeFocused();
  await lab.page.keyboard.type(PASSPHRASE());
  await lab.page.keyboard.press('Enter');

  await expect(chip(lab, /^alice · \d+ /)).toBeVisible();
});

test('a grid proxy, which nobody renews', async ({ lab }) => {
  grid('voms', 'proxy', 'alice', '--voms', 'escape.test');
  await withWay(lab, 'Grid proxy');
  await lab.panel
    .getByLabel('Grid proxy', { exact: true })
    .last()
    .setInputFiles(join(started('GRID_PROXIES'), 'alice.pem'));
  await send(lab);

  await expect(chip(lab, /^alice · escape\.test · \d+ /)).toBeVisible();
  const facts = await card(lab);
  await expect(facts).not.toContainText('renewed by itself');
  await expect(facts.getByRole('button', { name: 'Renew now' })).toHaveCount(0);
});

test('in the browser, at the page of the provider', async ({ lab, page }) => {
  await withWay(lab, 'Browser');
  await send(lab);
  const link = lab.panel.getByRole('link', { name: 'Open the page to log in' });
  await expect(link).toBeFocused();

  const [provider] = await Promise.all([page.waitForEvent('popup'), link.click()]);
  await provider.getByRole('link', { name: 'alice' }).click();

  await expect(chip(lab, /^alice( ·|$)/)).toBeVisible({ timeout: 60_000 });
});

test('a login can be renewed by hand, and the log-out leaves nothing', async ({ lab, service }) => {
  await service.api('POST', 'instances/lake/login', {
    kind: 'x509',
    file: of('alice', 'usercert.pem'),
    key: of('alice', 'userkey.plain.pem'),
    voms: ['escape.test']
  });
  const first = readFileSync(kernelsProxy(), 'ascii');
  const facts = await card(lab);
  await facts.getByRole('button', { name: 'Renew now' }).click();
  await expect.poll(() => readFileSync(kernelsProxy(), 'ascii')).not.toBe(first);
  await expect(facts.getByRole('button', { name: 'Renew now' })).toBeVisible();
  await expect(lab.panel.getByRole('status').filter({ hasText: /renew/i })).toHaveCount(0);

  await facts.getByRole('button', { name: 'Log out' }).click();

  await expect(chip(lab, /^not logged in$/)).toBeFocused();
  const { instances } = (await service.api('GET', 'instances')) as {
    instances: readonly { login: object }[];
  };
  expect(instances[0]?.login).toMatchObject({ state: 'logged-out', proxy: null });
  expect(existsSync(kernelsProxy())).toBe(false);
});

/** Where kernels find the proxy of the default instance; the service's folder is in the person's home here. */
function kernelsProxy(): string {
  const [folder] = readdirSync(HOME()).filter(name => name.startsWith('.lakeside-socket-'));
  return join(HOME(), folder ?? 'no folder', 'credentials', 'x509_proxy');
}

for (const [look, theme] of Object.entries(THEMES)) {
  for (const width of [330, 220]) {
    test(`in ${look}, ${String(width)} px wide, every login can be read by everybody`, async ({
      lab,
      service
    }) => {
      mkdirSync(join(HOME(), '.globus'), { mode: 0o700 });
      for (const file of ['usercert.pem', 'userkey.pem']) {
        copyFileSync(of('alice', file), join(HOME(), '.globus', file));
        chmodSync(join(HOME(), '.globus', file), 0o600);
      }
      await dress(lab, theme, width);
      await lab.command('lakeside:login');
      await expect(lab.panel.getByRole('button', { name: /^Use Certificate / })).toBeVisible();
      for (const way of ['Password', 'Certificate', 'Grid proxy', 'Browser', 'Token']) {
        await lab.panel.getByRole('radio', { name: way }).check();
        if (way === 'Certificate') {
          const files = lab.panel.getByLabel('Certificate', { exact: true }).last();
          await files.setInputFiles([of('alice', 'usercert.pem'), of('alice', 'userkey.plain.pem')]);
          await lab.panel.getByRole('checkbox', { name: 'escape.test' }).check();
          await lab.panel.getByRole('button', { name: 'Choose groups and roles' }).click();
          await lab.panel.getByRole('checkbox', { name: '/escape.test/cms', exact: true }).check();
        }
        await picture(lab, `login-${way.toLowerCase().replace(' ', '-')}-${look}-${String(width)}`);
        await faultless(lab);
      }
      await lab.page.keyboard.press('Escape');

      await service.api('POST', 'instances/lake/login', {
        kind: 'x509',
        file: of('alice', 'usercert.pem'),
        key: of('alice', 'userkey.plain.pem'),
        voms: ['escape.test']
      });
      await card(lab);
      await picture(lab, `identity-${look}-${String(width)}`);
      await faultless(lab);
    });
  }
}
