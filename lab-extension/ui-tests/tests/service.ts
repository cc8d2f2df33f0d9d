import { rmSync } from 'node:fs';

import { expect } from '@playwright/test';

/** What `run` has started, by the names it gives. */
export function started(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: these tests are started by ui-tests/run`);
  }
  return value;
}

/** The JupyterLabs that `run` has started. */
export type LabName = 'LAB' | 'SECOND_LAB' | 'BROKEN_LAB';

interface Download {
  readonly id: string;
  readonly state: string;
}

interface Known {
  readonly name: string;
  readonly reach: { readonly state: string };
}

const AWAY = ['silent', 'refusing'];
const ENDED = ['done', 'failed', 'cancelled'];

/** The service, as a script calls it: it puts logins and files as a test wants to find them. */
export class Service {
  constructor(private readonly name: LabName = 'LAB') {}

  /** The answer, if the service did what was asked. */
  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.send(method, `lakeside/api/v1/${path}`, body);
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`);
    }
    return response.json();
  }

  async loggedIn(instance = 'lake', username = 'alice'): Promise<void> {
    await this.api('POST', `instances/${instance}/login`, { kind: 'userpass', username, password: 'secret' });
  }

  async loggedOut(): Promise<void> {
    const { instances } = (await this.api('GET', 'instances')) as {
      instances: readonly { readonly name: string }[];
    };
    for (const { name } of instances) {
      await this.api('DELETE', `instances/${name}/login`);
    }
  }

  /** All of a DID is here and verified. Needs a login. */
  async here(did: string): Promise<void> {
    const { id } = (await this.api('POST', 'downloads', { instance: 'lake', did })) as Download;
    await expect
      .poll(() => this.stateOf(id), { message: `download of ${did}`, timeout: 90_000 })
      .toBe('done');
    await this.api('DELETE', `downloads/${id}`);
  }

  /** No file of the scope is here. */
  gone(scope: string): void {
    rmSync(`${started('LAKE_FILES_HERE')}/lake/${scope}`, { recursive: true, force: true });
  }

  /** Answers again, as after a test that has killed it, and has nothing to do with any download. */
  async rested(): Promise<void> {
    await expect
      .poll(
        () =>
          this.api('GET', 'health').then(
            answer => (answer as { state: string }).state,
            () => 'away'
          ),
        { message: 'the service', timeout: 60_000 }
      )
      .toBe('ready');
    const { downloads } = (await this.api('GET', 'downloads')) as { downloads: readonly Download[] };
    for (const { id, state } of downloads) {
      if (!ENDED.includes(state)) {
        await this.api('DELETE', `downloads/${id}`);
        await expect.poll(async () => ENDED.includes(await this.stateOf(id))).toBe(true);
      }
      await this.api('DELETE', `downloads/${id}`);
    }
  }

  /** Thinks well of every instance, and has forgotten how long it would wait for one that fell silent again. */
  async reached(): Promise<void> {
    const names = new Set<string>();
    const away = async (): Promise<readonly string[]> => {
      const { instances } = (await this.api('GET', 'instances')) as { instances: readonly Known[] };
      instances.forEach(({ name }) => names.add(name));
      const silent = instances.filter(({ reach }) => AWAY.includes(reach.state)).map(({ name }) => name);
      await Promise.all(silent.map(name => this.api('POST', `instances/${name}/try`, {})));
      return silent;
    };
    await expect
      .poll(() => away().catch(() => ['the service']), { message: 'who is away', timeout: 90_000 })
      .toEqual([]);
    // It forgets with an answer to a real question. Without a login there is none, nor has there been one to fail.
    const asked = [...names].map(name => this.api('GET', `instances/${name}/search?did=data:ok&limit=1`));
    await Promise.allSettled(asked);
  }

  /** Ends the kernels that a test has left behind. */
  async withoutKernels(): Promise<void> {
    if (process.env[`${this.name}_URL`] === undefined) {
      return;
    }
    const sessions = (await (await this.send('GET', 'api/sessions')).json()) as readonly {
      readonly id: string;
    }[];
    await Promise.all(sessions.map(({ id }) => this.send('DELETE', `api/sessions/${id}`)));
  }

  private async stateOf(download: string): Promise<string> {
    return ((await this.api('GET', `downloads/${download}`)) as Download).state;
  }

  private async send(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${started(`${this.name}_URL`)}/${path}`, {
      method,
      headers: { Authorization: `token ${started(`${this.name}_TOKEN`)}`, 'X-Lakeside': '1' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    });
  }
}

/** The relays of the lake: they misbehave as told, until told otherwise. */
export class Faults {
  async set(relay: 'rucio' | 'storage', rules: unknown): Promise<void> {
    await fetch(`${started('LAKE_FAULTS_URL')}/${relay}`, { method: 'PUT', body: JSON.stringify(rules) });
  }

  /** What the relay does and has counted. */
  async of(relay: 'rucio' | 'storage'): Promise<{ readonly open: number; readonly requests: number }> {
    const response = await fetch(`${started('LAKE_FAULTS_URL')}/${relay}`);
    return (await response.json()) as { open: number; requests: number };
  }

  async clear(): Promise<void> {
    await fetch(`${started('LAKE_FAULTS_URL')}/`, { method: 'DELETE' });
  }
}
