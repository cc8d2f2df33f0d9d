import type { LocalState, Row } from '../lake/wire';
import type { Branch } from './tree';

/** What is here of rows: as the service says, or as follows from what hangs above and below them. */
export class WhatIsHere {
  /** `above` is the row that it hangs below, `below` what hangs below it, if that has been opened. */
  of(row: Row, below: Branch | undefined, above: Row | null): LocalState {
    if (!isUnlisted(row)) {
      return row.here;
    }
    if (above !== null && isAllHere(above)) {
      return allOf(row);
    }
    return (below === undefined ? null : this.sumOf(below)) ?? row.here;
  }

  /** Counted once, however many lines ask. */
  private sumOf(branch: Branch): LocalState | null {
    let sum = this._sums.get(branch);
    if (sum === undefined) {
      sum = this.sum(branch);
      this._sums.set(branch, sum);
    }
    return sum;
  }

  /** Null while not all children are known, or while nothing is known of what is here of them. */
  private sum({ rows, below, cursor, loading, problem, cut }: Branch): LocalState | null {
    if (rows.length === 0 || cursor !== null || loading !== null || problem !== null || cut !== null) {
      return null;
    }
    const parts = rows.map(row => ({ type: row.type, row, here: this.of(row, below.get(row.did), null) }));
    const bytesHere = parts.reduce((sum, { here }) => sum + here.bytesHere, 0);
    const states = parts.map(({ here }) => here.state);
    const isAnyUnlisted = parts.some(({ row, here }) => isUnlisted({ ...row, here }));
    const state = together(states, bytesHere, isAnyUnlisted);
    // Datasets may share files: only a dataset's own can be counted.
    const isCounted = parts.every(({ type }) => type === 'FILE');
    return state === null
      ? null
      : {
          state,
          bytesHere,
          bytes: null,
          filesHere: states.filter(one => one === 'here').length,
          files: isCounted ? parts.length : null
        };
  }

  private readonly _sums = new Map<Branch, LocalState | null>();
}

/**
 * The service knows what is here of a collection once somebody has wanted all of it. Its files may have come
 * nevertheless, for a dataset in it or for a container around it.
 */
export function isUnlisted({ type, here }: Row): boolean {
  return type !== 'FILE' && here.state === 'elsewhere' && here.files === null;
}

/** A container that nobody has opened or fetched yet: what is here of it is not known, and no mark is better than a wrong one. */
export function isUnseen(row: Row): boolean {
  return row.type === 'CONTAINER' && isUnlisted(row);
}

/** All that the catalogue says it holds now; what has grown since it was fetched is not all here. */
function isAllHere({ here, bytes, files }: Row): boolean {
  return here.state === 'here' && bytes === here.bytes && (files === null || files === here.files);
}

function allOf({ bytes, files }: Row): LocalState {
  return { state: 'here', bytesHere: bytes ?? 0, bytes, filesHere: files ?? 0, files };
}

function together(
  states: readonly LocalState['state'][],
  bytesHere: number,
  isAnyUnlisted: boolean
): LocalState['state'] | null {
  if (states.every(one => one === 'here')) {
    return 'here';
  }
  if (states.includes('bad')) {
    return 'bad';
  }
  if (states.every(one => one === 'here' || one === 'unverified')) {
    return 'unverified';
  }
  return bytesHere > 0 ? 'partial' : isAnyUnlisted ? null : 'elsewhere';
}
