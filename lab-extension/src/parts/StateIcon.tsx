import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';

import type { LocalState } from '../lake/wire';
import { whereabouts } from './format';
import { useTrans } from './hooks';
import { badIcon, comingIcon, elsewhereIcon, hereIcon, partialIcon, unverifiedIcon } from './icons';

const ICONS: Record<LocalState['state'], LabIcon> = {
  elsewhere: elsewhereIcon,
  partial: partialIcon,
  downloading: comingIcon,
  here: hereIcon,
  unverified: unverifiedIcon,
  bad: badIcon
};

/** Where the bytes are: an icon for the eye, its words for everybody. */
export function StateIcon({ here }: { readonly here: LocalState }): ReactElement {
  const trans = useTrans();
  const words = whereabouts(here, trans);
  const icon = ICONS[here.state];
  return (
    <span className="lakeside-state" data-state={here.state} role="img" aria-label={words} title={words}>
      <icon.react tag="span" width="14px" height="14px" />
    </span>
  );
}
