import type { Problem } from '../lake/problem';
import type { Row } from '../lake/wire';
import { hereOf } from './hereOf';

/** One DID at one place of the tree; the same DID may hang at several. */
export interface Node {
  /** The way from the root, unique in the tree. */
  readonly key: string;
  row: Row;
  expanded: boolean;
  branch: Branch | null;
}

/** What has come so far of what hangs below a node. */
export interface Branch {
  nodes: Node[];
  cursor: string | null;
  total: number | null;
  loading: AbortController | null;
  problem: Problem | null;
}

export function emptyBranch(): Branch {
  return { nodes: [], cursor: null, total: null, loading: null, problem: null };
}

interface Placed {
  readonly key: string;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly parent: string | null;
}

/** A line of the tree as it is drawn, from top to bottom. */
export type Line =
  | (Placed & { readonly kind: 'did'; readonly row: Row; readonly expanded: boolean | null })
  | (Placed & { readonly kind: 'loading' | 'empty' })
  | (Placed & { readonly kind: 'problem'; readonly problem: Problem })
  | (Placed & { readonly kind: 'more'; readonly shown: number; readonly total: number | null });

export function isCollection(row: Row): boolean {
  return row.type !== 'FILE';
}

export function nodeOf(row: Row, parent: string | null): Node {
  return { key: parent === null ? row.did : `${parent}\n${row.did}`, row, expanded: false, branch: null };
}

/** The lines of what is open, in order. */
export function linesOf(branch: Branch): readonly Line[] {
  const lines: Line[] = [];
  put(lines, branch, 1, null, null);
  return lines;
}

function put(lines: Line[], branch: Branch, level: number, parent: string | null, above: Row | null): void {
  const tail = tailOf(branch, parent);
  const siblings = Math.max(branch.total ?? 0, branch.nodes.length) + (tail === null ? 0 : 1);
  branch.nodes.forEach((node, index) => {
    const open = isCollection(node.row) ? node.expanded : null;
    const place = { key: node.key, level, position: index + 1, siblings, parent };
    const row = { ...node.row, here: hereOf(node, above) };
    lines.push({ kind: 'did', ...place, row, expanded: open });
    if (open === true && node.branch !== null) {
      put(lines, node.branch, level + 1, node.key, row);
    }
  });
  if (tail !== null) {
    lines.push({ ...tail, level, position: siblings, siblings, parent });
  }
}

type Tail =
  | { readonly key: string; readonly kind: 'loading' | 'empty' }
  | { readonly key: string; readonly kind: 'problem'; readonly problem: Problem }
  | { readonly key: string; readonly kind: 'more'; readonly shown: number; readonly total: number | null };

function tailOf(branch: Branch, parent: string | null): Tail | null {
  const key = `${parent ?? ''}\n\n`;
  if (branch.loading !== null) {
    return { key, kind: 'loading' };
  }
  if (branch.problem !== null) {
    return { key, kind: 'problem', problem: branch.problem };
  }
  if (branch.cursor !== null) {
    return { key, kind: 'more', shown: branch.nodes.length, total: branch.total };
  }
  return branch.nodes.length === 0 && parent !== null ? { key, kind: 'empty' } : null;
}

export function find(branch: Branch, key: string): Node | null {
  for (const node of branch.nodes) {
    if (node.key === key) {
      return node;
    }
    if (node.branch !== null && key.startsWith(`${node.key}\n`)) {
      const found = find(node.branch, key);
      if (found !== null) {
        return found;
      }
    }
  }
  return null;
}

/** Calls for every node there is, open or not. */
export function each(branch: Branch, visit: (node: Node) => void): void {
  for (const node of branch.nodes) {
    visit(node);
    if (node.branch !== null) {
      each(node.branch, visit);
    }
  }
}

/** Takes back what was asked for below nodes, wherever they are; returns those that wait no longer. */
export function takeBackBelow(branch: Branch): readonly Node[] {
  const waiting: Node[] = [];
  each(branch, node => {
    if (node.branch?.loading != null) {
      node.branch.loading.abort();
      node.branch.loading = null;
      waiting.push(node);
    }
  });
  return waiting;
}
