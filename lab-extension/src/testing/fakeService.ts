import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';

import { LakeApi } from '../lake/api';
import { EventStream } from '../lake/eventStream';
import { LakeModel } from '../lake/lakeModel';
import type { Sight } from '../lake/sight';
import { TransfersModel } from '../transfers/transfersModel';

export type Answer = (request: Request, url: URL) => Response | Promise<Response>;

export const BASE = 'http://jupyter.test/user/ada/';
export const VERSION = '0.1.0';

/** The service's HTTP API as scripted by a test: "GET instances" and the like, each with its answer. */
export class FakeService {
  readonly asked: { method: string; path: string; url: URL; body: unknown; headers: Headers }[] = [];
  /** Write lines of the newest event stream here. */
  events: EventLines | null = null;
  private readonly answers = new Map<string, Answer>();

  constructor() {
    this.on('GET health', () =>
      json({ name: 'lakeside', version: VERSION, api: 1, state: 'ready', owner: true, problems: [], pid: 7 })
    );
    this.on('GET instances', () => json({ instances: [instance('lake')], default: 'lake' }));
    this.on('GET downloads', () => json({ downloads: [], store: { used: 0, free: 1000, dir: '/data' } }));
    this.on('GET events', request => {
      this.events = new EventLines(request.signal);
      return new Response(this.events.body, {
        headers: { 'Content-Type': 'application/x-ndjson', 'X-Lakeside-Version': VERSION }
      });
    });
  }

  on(call: string, answer: Answer): this {
    this.answers.set(call, answer);
    return this;
  }

  answer(call: string): Answer {
    const found = this.answers.get(call);
    if (found === undefined) {
      throw new Error(`the test did not script ${call}`);
    }
    return found;
  }

  readonly settings = ServerConnection.makeSettings({
    baseUrl: BASE,
    token: '',
    fetch: async (input: RequestInfo | URL): Promise<Response> => {
      const request = input as Request;
      const url = new URL(request.url);
      const path = url.pathname.replace('/user/ada/lakeside/api/v1/', '');
      const body =
        request.method === 'POST'
          ? ((await request
              .clone()
              .json()
              .catch(() => null)) as unknown)
          : null;
      this.asked.push({ method: request.method, path, url, body, headers: request.headers });
      const answered = Promise.resolve(this.answer(`${request.method} ${path}`)(request, url));
      return Promise.race([
        answered,
        new Promise<never>((_, reject) => {
          request.signal.addEventListener('abort', () => {
            reject(new DOMException('aborted', 'AbortError'));
          });
        })
      ]);
    }
  });

  questions(call: string): number {
    return this.asked.filter(({ method, path }) => `${method} ${path}` === call).length;
  }
}

/** An event stream that a test writes to, line by line. */
export class EventLines {
  readonly body: ReadableStream<Uint8Array>;
  closed = false;
  private controller!: ReadableStreamDefaultController<Uint8Array>;

  constructor(signal: AbortSignal) {
    this.body = new ReadableStream({
      start: controller => {
        this.controller = controller;
      },
      cancel: () => {
        this.closed = true;
      }
    });
    signal.addEventListener('abort', () => {
      if (!this.closed) {
        this.closed = true;
        this.controller.error(new DOMException('aborted', 'AbortError'));
      }
    });
  }

  write(event: unknown): void {
    this.raw(`${JSON.stringify(event)}\n`);
  }

  raw(text: string): void {
    this.controller.enqueue(new TextEncoder().encode(text));
  }

  end(): void {
    this.closed = true;
    this.controller.close();
  }
}

export class FakeSight implements Sight {
  hidden = false;
  private readonly callbacks = new Set<() => void>();

  onChange(callback: () => void): () => void {
    this.callbacks.add(callback);
    return () => this.callbacks.delete(callback);
  }

  set(hidden: boolean): void {
    this.hidden = hidden;
    this.callbacks.forEach(callback => {
      callback();
    });
  }
}

export interface Panel {
  readonly service: FakeService;
  readonly sight: FakeSight;
  readonly lake: LakeModel;
  readonly events: EventStream;
  readonly transfers: TransfersModel;
}

/** The models as the plugins connect them, on a scripted service. */
export function panel(service = new FakeService(), version = VERSION): Panel {
  const trans = nullTranslator.load('lakeside');
  const api = new LakeApi(service.settings, trans);
  const sight = new FakeSight();
  const events = new EventStream((after, signal) => api.events(after, signal), sight);
  const lake = new LakeModel(api, events, version, trans);
  const transfers = new TransfersModel(lake, events);
  return { service, sight, lake, events, transfers };
}

/** A panel whose service has answered and whose events flow. */
export async function readyPanel(service = new FakeService()): Promise<Panel> {
  const made = panel(service);
  made.lake.start();
  await until(() => made.lake.service.kind === 'ready' && service.events !== null);
  return made;
}

export async function until(condition: () => boolean, what = String(condition)): Promise<void> {
  const limit = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > limit) {
      throw new Error(`waited in vain for ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: {
      'Content-Type': status < 400 ? 'application/json' : 'application/problem+json',
      'X-Lakeside-Version': VERSION
    }
  });
}

export function refusal(type: string, status: number, more: object = {}): Response {
  return json(
    {
      type: `/problems/${type}`,
      title: type,
      status,
      detail: `${type} happened.`,
      remedy: 'Do this.',
      ...more
    },
    status
  );
}

export function html(status: number): Response {
  return new Response('<html><body>Oops</body></html>', { status, headers: { 'Content-Type': 'text/html' } });
}

export function login(state: 'logged-in' | 'logged-out' = 'logged-in'): object {
  return state === 'logged-in'
    ? { state, account: 'alice', identity: 'alice', expires: '2026-11-21T12:00:00Z', source: 'password' }
    : { state };
}

export function instance(name: string, state: 'logged-in' | 'logged-out' = 'logged-in'): object {
  return {
    name,
    label: 'Little lake',
    url: 'http://127.0.0.1:21010',
    vo: 'def',
    default: true,
    logins: ['userpass'],
    login: login(state)
  };
}

export function elsewhere(): object {
  return { state: 'elsewhere', bytes_here: 0, bytes: null, files_here: 0, files: null };
}

export function row(did: string, type = 'DATASET', more: object = {}): object {
  const [scope, name] = [did.slice(0, did.indexOf(':')), did.slice(did.indexOf(':') + 1)];
  return { did, scope, name, type, bytes: 100, files: type === 'FILE' ? 1 : 3, here: elsewhere(), ...more };
}

export function download(did: string, state = 'running', more: object = {}): object {
  return {
    id: `d-${did}`,
    instance: 'lake',
    did,
    type: 'DATASET',
    state,
    files: { total: 6, done: 2, failed: 0 },
    bytes: { total: 100, done: 41 },
    rate: 10,
    seconds_left: 6,
    sources: ['OPEN'],
    waiting: null,
    started: '2026-11-21T10:00:00Z',
    ended: null,
    problem: null,
    failures: [],
    ...more
  };
}

export function handles(did: string, paths: readonly string[] | null, more: object = {}): object {
  return {
    instance: 'lake',
    did,
    type: 'DATASET',
    mode: 'downloaded',
    state: paths === null ? 'incomplete' : paths.length === 0 ? 'empty' : 'ready',
    ...(paths === null ? {} : { handles: paths }),
    files: [],
    missing: paths === null ? 4 : 0,
    catalogue: { host: '127.0.0.1:21010', vo: 'def' },
    single: false,
    ...more
  };
}
