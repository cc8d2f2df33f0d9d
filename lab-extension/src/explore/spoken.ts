import type { TranslationBundle } from '@jupyterlab/translation';

import type { Availability } from '../lake/detailsWire';
import { files, kind, shown, size, whereabouts } from '../parts/format';
import { isUnseen } from './hereOf';
import type { Line } from './lines';

/** All that a line shows, as one sentence for those who hear it. */
export function spoken(
  line: Line,
  trans: TranslationBundle,
  away: Availability | null = null
): string | undefined {
  if (line.kind !== 'did') {
    return undefined;
  }
  const { row, isLoop } = line;
  return [
    shown(row.name),
    kind(row, trans),
    ...(isLoop ? [trans.__('open above already')] : []),
    ...(row.type !== 'FILE' && row.files !== null ? [files(row.files, trans)] : []),
    ...(row.bytes === null ? [] : [size(row.bytes)]),
    ...(isMarked(row, away) ? [whereabouts(row.here, trans, away)] : [])
  ].join(', ');
}

/** Whether there is anything to say of where it is: a container's is known once it has been opened, or asked for. */
export function isMarked(row: Parameters<typeof isUnseen>[0], away: Availability | null): boolean {
  return !isUnseen(row) || (away !== null && away !== 'unknown' && away !== 'available');
}
