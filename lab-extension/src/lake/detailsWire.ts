/** What Rucio knows of one DID beside its row: each part is an answer of its own. */
import { type Fields, fields, list, moment, numberOrNull, oneOf, text, textOrNull } from './decode';
import { type DidType, TYPES, countOf } from './rowWire';

/** Whether the storages can give what a DID holds. */
export type Availability = 'available' | 'partial' | 'tape' | 'unavailable' | 'unknown';

/** Part of the details; of a very long one only the beginning is given. */
export interface Listed<T> {
  readonly rows: readonly T[];
  readonly more: boolean;
}

export interface Metadatum {
  readonly key: string;
  readonly value: string;
}

export interface Parent {
  readonly did: string;
  readonly type: DidType;
}

export interface Rule {
  readonly id: string;
  readonly rses: string;
  readonly account: string | null;
  readonly state: string;
  readonly copies: number;
  readonly locks: { readonly ok: number; readonly replicating: number; readonly stuck: number };
  readonly created: Date | null;
  /** Null: it has no end. */
  readonly expires: Date | null;
  readonly comment: string | null;
  readonly error: string | null;
}

/** What one RSE has of a DID. */
export interface RseShare {
  readonly rse: string;
  readonly isTape: boolean;
  readonly available: number;
  readonly files: number;
  readonly bytes: number | null;
  readonly state: string;
}

const AVAILABILITY = ['available', 'partial', 'tape', 'unavailable'] as const;

export function readMetadata(value: unknown): Listed<Metadatum> {
  const rows = list(fields(value, 'the metadata'), 'entries', item => {
    const from = fields(item, 'the entry');
    return { key: text(from, 'key'), value: inWords(from.value) };
  });
  return { rows, more: false };
}

/** Rucio's metadata are of any kind; a nested one is shown as the JSON that it is. */
function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function readParents(value: unknown): Listed<Parent> {
  return listed(value, 'the parents', from => ({ did: text(from, 'did'), type: oneOf(from, 'type', TYPES) }));
}

export function readRules(value: unknown): Listed<Rule> {
  return listed(value, 'the rules', from => {
    const locks = fields(from.locks ?? {}, '"locks"');
    return {
      id: text(from, 'id'),
      rses: text(from, 'rse_expression'),
      account: textOrNull(from, 'account'),
      state: text(from, 'state'),
      copies: numberOrNull(from, 'copies') ?? 1,
      locks: {
        ok: countOf(locks, 'ok'),
        replicating: countOf(locks, 'replicating'),
        stuck: countOf(locks, 'stuck')
      },
      created: moment(from, 'created'),
      expires: moment(from, 'expires'),
      comment: textOrNull(from, 'comment'),
      error: textOrNull(from, 'error')
    };
  });
}

export function readShares(value: unknown): Listed<RseShare> {
  return listed(value, 'the replicas', from => ({
    rse: text(from, 'rse'),
    isTape: from.type === 'TAPE',
    available: countOf(from, 'available'),
    files: countOf(from, 'files'),
    bytes: numberOrNull(from, 'bytes'),
    state: textOrNull(from, 'state') ?? 'unknown'
  }));
}

/** The same of one file, from its replicas. */
export function readFileShares(value: unknown): Listed<RseShare> {
  const found = rows(value, 'the replicas', from =>
    list(from, 'replicas', item => {
      const replica = fields(item, 'the replica');
      const isGood = (textOrNull(replica, 'state') ?? 'AVAILABLE') === 'AVAILABLE';
      return {
        rse: text(replica, 'rse'),
        isTape: replica.type === 'TAPE',
        available: isGood ? 1 : 0,
        files: 1,
        bytes: null,
        state: isGood ? 'complete' : 'unavailable'
      };
    })
  ).flat();
  return { rows: found, more: false };
}

export function readAvailability(value: unknown): ReadonlyMap<string, Availability> {
  return new Map(
    rows(value, 'the states', from => [
      text(from, 'did'),
      AVAILABILITY.find(one => one === from.availability) ?? 'unknown'
    ])
  );
}

/** What follows for files from the replicas that they have. */
export function readFilesAvailability(value: unknown): ReadonlyMap<string, Availability> {
  return new Map(
    rows(value, 'the replicas', from => {
      const good = list(from, 'replicas', item => fields(item, 'the replica')).filter(
        ({ state }) => state === 'AVAILABLE' || state === undefined
      );
      const tapeOnly = good.every(({ type }) => type === 'TAPE');
      return [text(from, 'did'), good.length === 0 ? 'unavailable' : tapeOnly ? 'tape' : 'available'];
    })
  );
}

function listed<T>(value: unknown, what: string, read: (from: Fields) => T): Listed<T> {
  return { rows: rows(value, what, read), more: fields(value, what).more === true };
}

function rows<T>(value: unknown, what: string, read: (from: Fields) => T): readonly T[] {
  return list(fields(value, what), 'rows', item => read(fields(item, 'the row')));
}
