import type { TranslationBundle } from '@jupyterlab/translation';

import type { LakeApi } from '../lake/api';
import { LakeError, problem } from '../lake/problem';
import type { Page } from '../lake/wire';
import { number } from '../parts/format';

/** Rows of a page that nobody looks at: below 100 kB. */
const PAGE = 300;

/** All DIDs directly in a collection, one to a line; a list that ends too soon is an error, not a shorter list. */
export async function wholeList(
  api: LakeApi,
  trans: TranslationBundle,
  instance: string,
  did: string,
  signal?: AbortSignal
): Promise<string> {
  const dids = new Set<string>();
  let page: Page | null = null;
  do {
    const before: number = dids.size;
    const cursor: string | null = page?.cursor ?? null;
    page = await api.children(instance, did, PAGE, cursor, signal);
    page.rows.forEach(row => dids.add(row.did));
    const isIdle = dids.size === before && page.cursor !== null && page.cursor === cursor;
    if (isIdle || page.cut !== null) {
      throw tooSoon(page.cut, dids.size, trans);
    }
  } while (page.cursor !== null);
  if (page.total !== null && dids.size < page.total) {
    throw tooSoon(null, dids.size, trans);
  }
  return [...dids].map(one => `${one}\n`).join('');
}

function tooSoon(cut: Page['cut'], shown: number, trans: TranslationBundle): LakeError {
  return new LakeError(
    cut === 'limit'
      ? problem(
          'list-too-long',
          trans.__('The list ends at %1 rows: that is as many as are read.', number(shown)),
          trans.__('Copy the lists of its parts.')
        )
      : problem(
          'list-cut',
          trans.__('Rucio stopped sending the list after %1 rows.', number(shown)),
          trans.__('Try again.')
        )
  );
}
