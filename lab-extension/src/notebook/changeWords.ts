import type { TranslationBundle } from '@jupyterlab/translation';

import type { Change } from '../lake/wire';
import { number, size } from '../parts/format';

/** What has become of a dataset since its files were downloaded. */
export function changeWords({ files: count, bytes }: Change, trans: TranslationBundle): string {
  if (count > 0 && bytes > 0) {
    return trans._n(
      'The dataset has grown by %2 file (%3) since it was downloaded. The variable has the files from then.',
      'The dataset has grown by %2 files (%3) since it was downloaded. The variable has the files from then.',
      count,
      number(count),
      size(bytes)
    );
  }
  return count < 0
    ? trans._n(
        'The dataset has %2 file less than when it was downloaded. The variable has the files from then.',
        'The dataset has %2 files less than when it was downloaded. The variable has the files from then.',
        -count,
        number(-count)
      )
    : trans.__(
        'The dataset has other files than when it was downloaded. The variable has the files from then.'
      );
}
