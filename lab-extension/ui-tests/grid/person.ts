import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Locator } from '@playwright/test';

import { type Lab, started } from '../tests/lab';
import type { Service } from '../tests/service';

export const PASSPHRASE = (): string => started('GRID_PASSPHRASE');
/** The home of the person for whom the service runs. */
export const HOME = (): string => join(dirname(started('LAB_HOME')), 'person');

export function of(user: string, file: string): string {
  return join(started('GRID_USERS'), user, file);
}

/** The grid's own script: tokens, proxies. */
export function grid(...words: string[]): string {
  return execFileSync(started('GRID_TOOL'), words, { encoding: 'utf8' }).trim();
}

export function chip(lab: Lab, name: RegExp): Locator {
  return lab.panel.getByRole('button', { name });
}

export async function withWay(lab: Lab, way: string): Promise<void> {
  await lab.command('lakeside:login');
  await lab.panel.getByRole('radio', { name: way }).check();
}

export async function send(lab: Lab): Promise<void> {
  await lab.panel.getByRole('button', { name: 'Log in', exact: true }).click();
}

export async function card(lab: Lab): Promise<Locator> {
  await chip(lab, /^alice/).click();
  return lab.panel.getByRole('region', { name: 'Who you are to the lake' });
}

/** A refresh token that the provider has just given to this user. */
export function refreshToken(user: string): string {
  const form = [
    'grant_type=password',
    'client_id=lakeside',
    `username=${user}`,
    'password=secret',
    'scope=openid profile offline_access'
  ].flatMap(field => ['--data-urlencode', field]);
  const answer = execFileSync(
    'curl',
    ['-sS', '-f', '--capath', started('X509_CERT_DIR'), ...form, `${started('GRID_OIDC_ISSUER')}/token`],
    { encoding: 'utf8' }
  );
  return (JSON.parse(answer) as { refresh_token: string }).refresh_token;
}

/** Nobody is logged in, and nothing lies about to log in with. */
export async function nobody(lab: Lab, service: Service): Promise<void> {
  for (const place of ['.globus', 'no-proxy', 'no-token']) {
    rmSync(join(HOME(), place), { recursive: true, force: true });
  }
  await service.loggedOut();
  await lab.open();
}
