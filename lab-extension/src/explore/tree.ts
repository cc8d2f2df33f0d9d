import type { Problem } from '../lake/problem';
import type { Page, Row } from '../lake/wire';

/**
 * What has come so far of what hangs below one place of the tree; the root's hangs below nothing. Rows are rows and
 * no more: only what somebody has opened has a branch of its own, so that a hundred thousand rows stay light.
 */
export interface Branch {
  /** The way from the root, unique in the tree: the same DID may hang at several places. Null: the root itself. */
  readonly key: string | null;
  /** What it hangs below. */
  readonly did: string | null;
  readonly rows: Row[];
  /** Where in `rows` a DID stands. */
  readonly places: Map<string, number>;
  /** What hangs below rows of this branch, by DID. */
  readonly below: Map<string, Branch>;
  isOpen: boolean;
  cursor: string | null;
  total: number | null;
  read: number | null;
  cut: Page['cut'];
  asked: Date | null;
  kept: boolean;
  loading: AbortController | null;
  problem: Problem | null;
  /** Why what is shown could not be read anew. */
  beside: Problem | null;
  /** A page came with nothing new on it: the next one is for a person to ask for. */
  isIdle: boolean;
  /** The service was told that nobody wants the rest; that changes with the next page. */
  isLetGo: boolean;
}

export function emptyBranch(key: string | null = null, did: string | null = null): Branch {
  return {
    key,
    did,
    rows: [],
    places: new Map(),
    below: new Map(),
    isOpen: false,
    cursor: null,
    total: null,
    read: null,
    cut: null,
    asked: null,
    kept: false,
    loading: null,
    problem: null,
    beside: null,
    isIdle: false,
    isLetGo: false
  };
}

export function isCollection(row: Row): boolean {
  return row.type !== 'FILE';
}

export function keyOf(branch: Branch, did: string): string {
  return branch.key === null ? did : `${branch.key}\n${did}`;
}

/** Adds what is new of a page, and takes over what it says of the whole list. */
export function addPage(branch: Branch, page: Page): void {
  const before = branch.rows.length;
  for (const row of page.rows) {
    if (!branch.places.has(row.did)) {
      branch.places.set(row.did, branch.rows.length);
      branch.rows.push(row);
    }
  }
  branch.isIdle = branch.rows.length === before && page.cursor === branch.cursor;
  branch.cursor = page.cursor;
  branch.total = page.total;
  branch.read = page.read;
  branch.cut = page.cut;
  branch.asked = page.asked;
  branch.kept = page.kept;
  branch.beside = page.problem;
}

/** What hangs below a row, also if nobody has opened it yet. */
export function branchBelow(branch: Branch, did: string): Branch {
  const known = branch.below.get(did);
  if (known !== undefined) {
    return known;
  }
  const made = emptyBranch(keyOf(branch, did), did);
  branch.below.set(did, made);
  return made;
}

export interface Place {
  readonly branch: Branch;
  readonly row: Row;
}

/** The row with this key. Names come from everybody: a key is compared, never taken apart. */
export function find(branch: Branch, key: string): Place | null {
  const prefix = branch.key === null ? '' : `${branch.key}\n`;
  const index = branch.places.get(key.slice(prefix.length));
  const row = index === undefined ? undefined : branch.rows[index];
  if (row !== undefined) {
    return { branch, row };
  }
  for (const below of branch.below.values()) {
    if (key.startsWith(`${below.key ?? ''}\n`)) {
      const found = find(below, key);
      if (found !== null) {
        return found;
      }
    }
  }
  return null;
}

/** The branch with this key. */
export function findBranch(branch: Branch, key: string | null): Branch | null {
  if (branch.key === key) {
    return branch;
  }
  for (const below of branch.below.values()) {
    if (key === below.key || (key?.startsWith(`${below.key ?? ''}\n`) ?? false)) {
      const found = findBranch(below, key);
      if (found !== null) {
        return found;
      }
    }
  }
  return null;
}

/** The branch itself and all below it, open or not. */
export function* branches(branch: Branch): Generator<Branch> {
  yield branch;
  for (const below of branch.below.values()) {
    yield* branches(below);
  }
}

/** Changes a DID's row wherever it hangs; true if it hangs anywhere. */
export function change(root: Branch, did: string, to: (row: Row) => Row): boolean {
  let isChanged = false;
  for (const branch of branches(root)) {
    const index = branch.places.get(did);
    const row = index === undefined ? undefined : branch.rows[index];
    if (index !== undefined && row !== undefined) {
      branch.rows[index] = to(row);
      isChanged = true;
    }
  }
  return isChanged;
}

/** Takes back what was asked for below the root, wherever; returns the branches that wait no longer. */
export function takeBackBelow(root: Branch): readonly Branch[] {
  const waiting: Branch[] = [];
  for (const branch of branches(root)) {
    if (branch !== root && branch.loading !== null) {
      branch.loading.abort();
      branch.loading = null;
      waiting.push(branch);
    }
  }
  return waiting;
}
