import type { TranslationBundle } from '@jupyterlab/translation';

import type { Download } from '../lake/wire';
import { files, number, rate, size, span } from '../parts/format';

/** How far a download is, how fast, and how long it still takes. */
export function progressWords(
  { bytes, files: count, rate: speed, secondsLeft }: Download,
  trans: TranslationBundle
): string {
  return [
    bytes.total === null || bytes.total === 0
      ? size(bytes.done)
      : trans.__('%1 of %2', size(bytes.done), size(bytes.total)),
    ...(count.total !== null && count.total > 1
      ? [trans.__('%1 of %2', number(count.done), files(count.total, trans))]
      : []),
    ...(speed === null || speed <= 0 ? [] : [rate(speed)]),
    ...(secondsLeft === null ? [] : [trans.__('%1 left', span(secondsLeft, trans))])
  ].join(' · ');
}
