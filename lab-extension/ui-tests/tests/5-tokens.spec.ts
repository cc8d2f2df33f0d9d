import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, started, test } from './lab';
import { Service } from './service';

const LAKE = join(__dirname, '../../../testbed/lake');

/** The token that the service shows to Rucio. */
function kept(): string {
  const file = join(dirname(started('LAKE_FILES_HERE')), 'state', 'logins', 'lake.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { token: string }).token;
}

/** Rucio no longer takes it, though it was to last an hour. */
function end(token: string): void {
  execFileSync(LAKE, ['expire', token], { stdio: 'ignore' });
}

test.beforeEach(async ({ lab, service }) => {
  await service.loggedIn();
  await lab.open();
});

test('a token that ends between two calls is had anew without a word', async ({ lab }) => {
  await lab.search('data:multi');
  await expect(lab.row('multi').first()).toBeVisible();
  const before = kept();
  end(before);

  await lab.search('data:sums');

  await expect(lab.row('sums').first()).toBeVisible();
  await expect(lab.panel.getByRole('alert')).toHaveCount(0);
  expect(kept()).not.toBe(before);
});

test('a token that ends after a restart of the service is said, and the button logs in', async ({
  lab,
  service
}) => {
  // Whichever of the two has the password: the login is theirs together.
  const both = [service, new Service('SECOND_LAB')];
  for (const one of both) {
    const { pid } = (await one.api('GET', 'health')) as { pid: number };
    process.kill(pid, 'SIGKILL');
  }
  for (const one of both) {
    await one.rested();
  }
  end(kept());

  await lab.search('data:multi');
  const alert = lab.panel.getByRole('alert');
  await alert.getByRole('button', { name: 'Log in' }).click();
  await lab.logIn();

  await expect(lab.panel.getByRole('button', { name: /^alice$/ })).toBeVisible();
  await lab.search('data:multi');
  await expect(lab.row('multi').first()).toBeVisible();
});
