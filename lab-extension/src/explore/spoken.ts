import type { TranslationBundle } from '@jupyterlab/translation';

import { files, kind, shown, size, whereabouts } from '../parts/format';
import { isUnseen } from './hereOf';
import type { Line } from './tree';

/** All that a line shows, as one sentence for those who hear it. */
export function spoken(line: Line, trans: TranslationBundle): string | undefined {
  if (line.kind !== 'did') {
    return undefined;
  }
  const { row } = line;
  return [
    shown(row.name),
    kind(row, trans),
    ...(row.type !== 'FILE' && row.files !== null ? [files(row.files, trans)] : []),
    ...(row.bytes === null ? [] : [size(row.bytes)]),
    ...(isUnseen(row) ? [] : [whereabouts(row.here, trans)])
  ].join(', ');
}
