import type { ReactElement } from 'react';

import { shown } from './format';

/** Characters at the end of a name that stay when it is cut: they tell one file of a series from the next. */
const TAIL = 8;

/** A name on one line. Where it does not fit, its middle gives way. */
export function Name({
  children,
  tail = TAIL
}: {
  readonly children: string;
  readonly tail?: number;
}): ReactElement {
  const name = shown(children);
  const letters = Array.from(name);
  if (letters.length <= tail + 4) {
    return (
      <bdi className="lakeside-name" title={name}>
        <span className="lakeside-name-head">{name}</span>
      </bdi>
    );
  }
  return (
    <bdi className="lakeside-name" title={name}>
      <span className="lakeside-name-head">{letters.slice(0, -tail).join('')}</span>
      <span className="lakeside-name-tail">{letters.slice(-tail).join('')}</span>
    </bdi>
  );
}
