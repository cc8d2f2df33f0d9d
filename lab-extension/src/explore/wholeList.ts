import type { LakeApi } from '../lake/api';

/** Rows of a page that nobody looks at: below 100 kB. */
const PAGE = 300;

/** All DIDs directly in a collection, one to a line. */
export async function wholeList(
  api: LakeApi,
  instance: string,
  did: string,
  signal?: AbortSignal
): Promise<string> {
  const dids = new Set<string>();
  let cursor: string | null = null;
  do {
    const before: number = dids.size;
    const page = await api.children(instance, did, PAGE, cursor, signal);
    page.rows.forEach(row => dids.add(row.did));
    if (dids.size === before && page.cursor === cursor) {
      break;
    }
    cursor = page.cursor;
  } while (cursor !== null);
  return [...dids].map(one => `${one}\n`).join('');
}
