import { type Branch, addPage, emptyBranch } from '../explore/tree';
import type { Row } from '../lake/wire';

/** A branch all of whose rows have come. */
export function branchOf(did: string | null, rows: readonly Row[]): Branch {
  const branch = emptyBranch(did, did);
  addPage(branch, {
    rows,
    cursor: null,
    total: rows.length,
    read: null,
    cut: null,
    asked: null,
    kept: false,
    problem: null
  });
  return branch;
}
