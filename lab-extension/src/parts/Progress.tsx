import type { ReactElement } from 'react';

import { percent } from './format';

interface Props {
  readonly label: string;
  /** Between 0 and 1; null while nobody knows. */
  readonly value: number | null;
  readonly words: string;
}

export function Progress({ label, value, words }: Props): ReactElement {
  return (
    <div
      className={value === null ? 'lakeside-progress lakeside-mod-unknown' : 'lakeside-progress'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(value === null ? {} : { 'aria-valuenow': Math.floor(value * 100) })}
      aria-valuetext={value === null ? words : `${percent(value)}, ${words}`}
    >
      <div style={value === null ? undefined : { width: `${String(value * 100)}%` }} />
    </div>
  );
}
