/**
 * Rows of the catalogue and the pages that they come in. A search may bring a hundred thousand of them: a row holds
 * as little as it can, and what is the same for most of them is there once.
 */
import {
  type Fields,
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

/** A part of a list that the service reads from Rucio, and how far it is with it. */
export interface Page {
  readonly rows: readonly Row[];
  readonly cursor: string | null;
  /** Known once the list has been read to its end. */
  readonly total: number | null;
  readonly read: number | null;
  /** Why the list ends before Rucio's own end. */
  readonly cut: 'limit' | 'stalled' | null;
  /** When Rucio was asked. */
  readonly asked: Date | null;
  /** It was asked for earlier, and kept. */
  readonly kept: boolean;
  /** Why Rucio could not be asked again. */
  readonly problem: Problem | null;
}

/** What the service took the words in the box for. */
export interface Understood {
  readonly kind: string;
  readonly text: string;
  readonly notes: readonly string[];
}

export interface SearchAnswer extends Page {
  readonly more: boolean;
  readonly understood: Understood | null;
}

/** Nothing is here: of most rows that is all there is to say. */
const ELSEWHERE: LocalState = { state: 'elsewhere', bytesHere: 0, bytes: null, filesHere: 0, files: null };

export const TYPES = ['FILE', 'DATASET', 'CONTAINER'] as const;
const HERE = ['elsewhere', 'partial', 'downloading', 'here', 'bad'] as const;

export function readLocalState(value: unknown): LocalState {
  const from = fields(value, 'the local state');
  const state = oneOf(from, 'state', HERE);
  const read: LocalState = {
    state: state === 'partial' && from.unverified === true ? 'unverified' : state,
    bytesHere: numberOrNull(from, 'bytes_here') ?? 0,
    bytes: numberOrNull(from, 'bytes'),
    filesHere: numberOrNull(from, 'files_here') ?? 0,
    files: numberOrNull(from, 'files')
  };
  const isNothing = state === 'elsewhere' && read.bytesHere === 0 && read.bytes === null;
  return isNothing && read.filesHere === 0 && read.files === null ? ELSEWHERE : read;
}

export function readRow(value: unknown): Row {
  const from = fields(value, 'the row');
  const did = text(from, 'did');
  const name = text(from, 'name');
  return {
    did,
    scope: text(from, 'scope'),
    // The same letters twice are a third of a row's memory.
    name: did.endsWith(name) ? did.slice(did.length - name.length) : name,
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
    open: isGiven(from.open) ? flag(from, 'open') : null
  };
}

export function readPage(value: unknown): Page {
  const from = fields(value, 'the listing');
  return {
    rows: list(from, 'rows', readRow),
    cursor: textOrNull(from, 'cursor'),
    total: numberOrNull(from, 'total'),
    read: numberOrNull(from, 'read'),
    cut: from.cut === 'limit' || from.cut === 'stalled' ? from.cut : null,
    asked: moment(from, 'asked'),
    kept: from.kept === true,
    problem: isGiven(from.problem) ? readProblem(fields(from.problem, '"problem"')) : null
  };
}

export function readSearch(value: unknown): SearchAnswer {
  const from = fields(value, 'the search');
  return {
    ...readPage(value),
    more: isGiven(from.more) ? flag(from, 'more') : false,
    understood: isGiven(from.understood) ? readUnderstood(fields(from.understood, '"understood"')) : null
  };
}

function readUnderstood(from: Fields): Understood {
  return {
    kind: textOrNull(from, 'kind') ?? 'pattern',
    text: textOrNull(from, 'text') ?? '',
    notes: textList(from, 'notes')
  };
}

/** What a search can filter by. */
export interface SearchKey {
  readonly key: string;
  readonly type: string;
  readonly about: string;
  readonly operators: readonly string[];
}

export function readKeys(value: unknown): readonly SearchKey[] {
  const items = Array.isArray(value) ? { keys: value as unknown } : fields(value, 'the keys');
  return list(items.rows === undefined ? items : { keys: items.rows }, 'keys', item => {
    const from = fields(item, 'the key');
    const operators = textList(from, 'operators');
    return {
      key: text(from, 'key'),
      type: textOrNull(from, 'type') ?? 'text',
      about: textOrNull(from, 'about') ?? '',
      operators: operators.length === 0 ? ['='] : operators
    };
  });
}

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A count that an answer may leave out. */
export function countOf(from: Fields, key: string): number {
  return isGiven(from[key]) ? number(from, key) : 0;
}
