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

export type DidType = 'FILE' | 'DATASET' | 'CONTAINER';
export type SearchType = 'all' | 'container' | 'dataset' | 'file';
/** "unverified": complete, but the catalogue has no checksum to compare with. */
export type Here = 'elsewhere' | 'partial' | 'downloading' | 'here' | 'unverified' | 'bad';

export interface LocalState {
  readonly state: Here;
  readonly bytesHere: number;
  readonly bytes: number | null;
  readonly filesHere: number;
  readonly files: number | null;
}

export interface Row {
  readonly did: string;
  readonly scope: string;
  readonly name: string;
  readonly type: DidType;
  readonly bytes: number | null;
  readonly files: number | null;
  readonly here: LocalState;
}

export interface DidDetails extends Row {
  readonly account: string | null;
  readonly open: boolean | null;
}

export interface Instance {
  readonly name: string;
  readonly label: string;
  readonly url: string;
  readonly vo: string | null;
  /** Kinds of login that it takes. */
  readonly logins: readonly LoginKind[];
  readonly login: Login;
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

export interface SearchAnswer {
  readonly rows: readonly Row[];
  readonly more: boolean;
}

export interface ChildrenPage {
  readonly rows: readonly Row[];
  readonly cursor: string | null;
  readonly total: number | null;
}

export interface Replica {
  readonly rse: string;
  readonly state: string | null;
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
  | { readonly kind: 'alive' | 'end' | 'reset'; readonly id: number }
  | { readonly kind: 'unknown'; readonly id: number | null };

const TYPES = ['FILE', 'DATASET', 'CONTAINER'] as const;
const HERE = ['elsewhere', 'partial', 'downloading', 'here', 'bad'] as const;
const DOWNLOAD_STATES = ['queued', 'listing', 'running', 'done', 'failed', 'cancelled'] as const;

export function readLocalState(value: unknown): LocalState {
  const from = fields(value, 'the local state');
  const state = oneOf(from, 'state', HERE);
  return {
    state: state === 'partial' && from.unverified === true ? 'unverified' : state,
    bytesHere: numberOrNull(from, 'bytes_here') ?? 0,
    bytes: numberOrNull(from, 'bytes'),
    filesHere: numberOrNull(from, 'files_here') ?? 0,
    files: numberOrNull(from, 'files')
  };
}

export function readRow(value: unknown): Row {
  const from = fields(value, 'the row');
  return {
    did: text(from, 'did'),
    scope: text(from, 'scope'),
    name: text(from, 'name'),
    type: oneOf(from, 'type', TYPES),
    bytes: numberOrNull(from, 'bytes'),
    files: numberOrNull(from, 'files'),
    here: readLocalState(from.here)
  };
}

export function readDetails(value: unknown): DidDetails {
  const from = fields(value, 'the DID');
  return {
    ...readRow(value),
    account: textOrNull(from, 'account'),
    open: from.open === undefined || from.open === null ? null : flag(from, 'open')
  };
}

function readInstance(value: unknown): Instance {
  const from = fields(value, 'the instance');
  return {
    name: text(from, 'name'),
    label: textOrNull(from, 'label') ?? text(from, 'name'),
    url: textOrNull(from, 'url') ?? '',
    vo: textOrNull(from, 'vo'),
    logins: readKinds(from, 'logins'),
    login: readLogin(from.login)
  };
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

export function readSearch(value: unknown): SearchAnswer {
  const from = fields(value, 'the search');
  return { rows: list(from, 'rows', readRow), more: flag(from, 'more') };
}

export function readChildren(value: unknown): ChildrenPage {
  const from = fields(value, 'the listing');
  return {
    rows: list(from, 'rows', readRow),
    cursor: textOrNull(from, 'cursor'),
    total: numberOrNull(from, 'total')
  };
}

/** The RSEs that have replicas, each once, in the order given. */
export function readReplicas(value: unknown): readonly Replica[] {
  const found = new Map<string, Replica>();
  list(fields(value, 'the replicas'), 'rows', item =>
    list(fields(item, 'the file'), 'replicas', each => {
      const from = fields(each, 'the replica');
      found.set(text(from, 'rse'), { rse: text(from, 'rse'), state: textOrNull(from, 'state') });
    })
  );
  return [...found.values()];
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
    case 'alive':
    case 'end':
    case 'reset':
      return { kind, id: number(from, 'id') };
    default:
      return { kind: 'unknown', id: numberOrNull(from, 'id') };
  }
}
