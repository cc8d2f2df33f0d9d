/**
 * What the service says, as the panel's own values. Names with underscores end in this file.
 */
import {
  type Fields,
  UnreadableAnswer,
  fields,
  flag,
  list,
  moment,
  number,
  numberOrNull,
  oneOf,
  text,
  textList,
  textOrNull
} from './decode';
import { type Login, type LoginKind, readKinds, readLogin } from './loginWire';
import { type Problem, readProblem } from './problem';
import { type DidType, type LocalState, TYPES, isGiven, readLocalState } from './rowWire';

export * from './rowWire';

/** How an instance answers, from what is known of it: nobody waits to find that out again. */
export interface Reach {
  readonly state: 'well' | 'slow' | 'silent' | 'refusing';
  readonly since: Date | null;
  /** When it is asked again by itself. */
  readonly next: Date | null;
  readonly words: string | null;
}

export interface Instance {
  readonly name: string;
  readonly label: string;
  readonly url: string;
  readonly vo: string | null;
  /** Kinds of login that it takes. */
  readonly logins: readonly LoginKind[];
  readonly login: Login;
  /** Null where the service does not say. */
  readonly reach: Reach | null;
  readonly kind: 'rucio' | 'opendata';
  /** The site's own web interface to the catalogue. */
  readonly web: string | null;
}

export interface Instances {
  readonly instances: readonly Instance[];
  readonly default: string | null;
}

export interface Health {
  readonly version: string;
  readonly state: 'ready' | 'misconfigured';
  readonly problems: readonly Problem[];
}

export type DownloadState = 'queued' | 'listing' | 'running' | 'done' | 'failed' | 'cancelled';

export interface FileFailure {
  readonly did: string;
  readonly problem: Problem;
}

export interface Download {
  readonly id: string;
  readonly instance: string;
  readonly did: string;
  readonly type: DidType | null;
  readonly state: DownloadState;
  readonly files: { readonly total: number | null; readonly done: number; readonly failed: number };
  readonly bytes: { readonly total: number | null; readonly done: number };
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  readonly sources: readonly string[];
  readonly waiting: string | null;
  readonly ended: Date | null;
  readonly problem: Problem | null;
  readonly failures: readonly FileFailure[];
}

export interface StoreRoom {
  readonly used: number;
  readonly free: number | null;
  readonly dir: string | null;
}

export interface Downloads {
  readonly downloads: readonly Download[];
  readonly store: StoreRoom | null;
}

export interface Catalogue {
  readonly host: string;
  readonly vo: string | null;
}

/** By how much the catalogue differs from what was downloaded; negative where it has less now. */
export interface Change {
  readonly files: number;
  readonly bytes: number;
}

export interface Handles {
  readonly instance: string;
  readonly did: string;
  readonly state: 'ready' | 'incomplete' | 'empty';
  readonly handles: readonly string[];
  readonly missing: number;
  /** Files that are here whole, but that the catalogue has no checksum for. */
  readonly unverified: number;
  readonly changed: Change | null;
  readonly catalogue: Catalogue;
  /** The DID is one file: the variable is a text, not a list. */
  readonly single: boolean;
}

export type LakeEvent =
  | { readonly kind: 'download'; readonly id: number; readonly download: Download }
  | { readonly kind: 'login'; readonly id: number; readonly instance: string; readonly login: Login }
  | { readonly kind: 'instance'; readonly id: number; readonly instance: string; readonly reach: Reach }
  | { readonly kind: 'alive' | 'end' | 'reset'; readonly id: number }
  | { readonly kind: 'unknown'; readonly id: number | null };

const DOWNLOAD_STATES = ['queued', 'listing', 'running', 'done', 'failed', 'cancelled'] as const;

function readInstance(value: unknown): Instance {
  const from = fields(value, 'the instance');
  return {
    name: text(from, 'name'),
    label: textOrNull(from, 'label') ?? text(from, 'name'),
    url: textOrNull(from, 'url') ?? '',
    vo: textOrNull(from, 'vo'),
    logins: readKinds(from, 'logins'),
    login: readLogin(from.login),
    reach: isGiven(from.reach) ? readReach(from.reach) : null,
    kind: from.kind === 'opendata' ? 'opendata' : 'rucio',
    web: webOf(from)
  };
}

/** It answers nobody; slow or unheard of yet, it may. */
export function isAway(reach: Reach | null): boolean {
  return reach?.state === 'silent' || reach?.state === 'refusing';
}

export function readReach(value: unknown): Reach {
  const from = fields(value, 'the reach');
  return {
    state: oneOf(from, 'state', ['well', 'slow', 'silent', 'refusing'] as const),
    since: moment(from, 'since'),
    next: moment(from, 'next'),
    words: textOrNull(from, 'words')
  };
}

/** An address that a browser may be sent to; a setting that holds something else makes no link. */
function webOf(from: Fields): string | null {
  const web = typeof from.web === 'string' ? from.web.replace(/\/+$/, '') : '';
  return URL.canParse(web) && /^https?:$/.test(new URL(web).protocol) ? web : null;
}

export function readInstances(value: unknown): Instances {
  const from = fields(value, 'the list of instances');
  return { instances: list(from, 'instances', readInstance), default: textOrNull(from, 'default') };
}

export function readHealth(value: unknown): Health {
  const from = fields(value, 'the health');
  if (from.name !== 'lakeside') {
    throw new UnreadableAnswer('the answer does not come from Lakeside');
  }
  return {
    version: text(from, 'version'),
    state: oneOf(from, 'state', ['ready', 'misconfigured'] as const),
    problems:
      from.problems === undefined
        ? []
        : list(from, 'problems', item => readProblem(fields(item, 'the problem')))
  };
}

export function readStates(value: unknown): ReadonlyMap<string, LocalState> {
  const states = fields(fields(value, 'the states').states, '"states"');
  return new Map(Object.entries(states).map(([did, state]) => [did, readLocalState(state)]));
}

function readFailure(value: unknown): FileFailure {
  const from = fields(value, 'the failure');
  return { did: text(from, 'did'), problem: readProblem(fields(from.problem, '"problem"')) };
}

export function readDownload(value: unknown): Download {
  const from = fields(value, 'the download');
  const files = fields(from.files, '"files"');
  const bytes = fields(from.bytes, '"bytes"');
  return {
    id: text(from, 'id'),
    instance: text(from, 'instance'),
    did: text(from, 'did'),
    type: from.type === undefined || from.type === null ? null : oneOf(from, 'type', TYPES),
    state: oneOf(from, 'state', DOWNLOAD_STATES),
    files: {
      total: numberOrNull(files, 'total'),
      done: number(files, 'done'),
      failed: numberOrNull(files, 'failed') ?? 0
    },
    bytes: { total: numberOrNull(bytes, 'total'), done: number(bytes, 'done') },
    rate: numberOrNull(from, 'rate'),
    secondsLeft: numberOrNull(from, 'seconds_left'),
    sources: textList(from, 'sources'),
    waiting: textOrNull(from, 'waiting'),
    ended: moment(from, 'ended'),
    problem:
      from.problem === undefined || from.problem === null
        ? null
        : readProblem(fields(from.problem, '"problem"')),
    failures: from.failures === undefined || from.failures === null ? [] : list(from, 'failures', readFailure)
  };
}

function readRoom(from: Fields): StoreRoom {
  return { used: number(from, 'used'), free: numberOrNull(from, 'free'), dir: textOrNull(from, 'dir') };
}

export function readDownloads(value: unknown): Downloads {
  const from = fields(value, 'the downloads');
  return {
    downloads: list(from, 'downloads', readDownload),
    store: from.store === undefined || from.store === null ? null : readRoom(fields(from.store, '"store"'))
  };
}

function readChange(value: unknown): Change {
  const from = fields(value, 'the change');
  return { files: number(from, 'files'), bytes: number(from, 'bytes') };
}

export function readHandles(value: unknown): Handles {
  const from = fields(value, 'the handles');
  const catalogue = fields(from.catalogue, '"catalogue"');
  return {
    instance: text(from, 'instance'),
    did: text(from, 'did'),
    state: oneOf(from, 'state', ['ready', 'incomplete', 'empty'] as const),
    handles: textList(from, 'handles'),
    missing: numberOrNull(from, 'missing') ?? 0,
    unverified: numberOrNull(from, 'unverified') ?? 0,
    changed: from.changed === undefined || from.changed === null ? null : readChange(from.changed),
    catalogue: { host: text(catalogue, 'host'), vo: textOrNull(catalogue, 'vo') },
    single: flag(from, 'single')
  };
}

export function readEvent(value: unknown): LakeEvent {
  const from = fields(value, 'the event');
  const kind = text(from, 'type');
  switch (kind) {
    case 'download':
      return { kind, id: number(from, 'id'), download: readDownload(from.download) };
    case 'login':
      return { kind, id: number(from, 'id'), instance: text(from, 'instance'), login: readLogin(from.login) };
    case 'instance':
      return { kind, id: number(from, 'id'), instance: text(from, 'instance'), reach: readReach(from.reach) };
    case 'alive':
    case 'end':
    case 'reset':
      return { kind, id: number(from, 'id') };
    default:
      return { kind: 'unknown', id: numberOrNull(from, 'id') };
  }
}
