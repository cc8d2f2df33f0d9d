import type { LabIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';

import type { Availability } from '../lake/detailsWire';
import type { LocalState } from '../lake/wire';
import { whereabouts } from './format';
import { useTrans } from './hooks';
import {
  badIcon,
  comingIcon,
  elsewhereIcon,
  hereIcon,
  partialIcon,
  someIcon,
  tapeIcon,
  unavailableIcon,
  unverifiedIcon
} from './icons';

const ICONS: Record<LocalState['state'], LabIcon> = {
  elsewhere: elsewhereIcon,
  partial: partialIcon,
  downloading: comingIcon,
  here: hereIcon,
  unverified: unverifiedIcon,
  bad: badIcon
};

const AWAY: Record<Availability, LabIcon> = {
  available: elsewhereIcon,
  unknown: elsewhereIcon,
  partial: someIcon,
  tape: tapeIcon,
  unavailable: unavailableIcon
};

interface Props {
  readonly here: LocalState;
  /** Whether storages can give what is not here; null while nobody knows. */
  readonly away?: Availability | null;
}

/** Where the bytes are: an icon for the eye, its words for everybody. */
export function StateIcon({ here, away = null }: Props): ReactElement {
  const trans = useTrans();
  const words = whereabouts(here, trans, away);
  const isAway = here.state === 'elsewhere' && away !== null;
  const icon = isAway ? AWAY[away] : ICONS[here.state];
  return (
    <span
      className="lakeside-state"
      data-state={isAway ? `away-${away}` : here.state}
      role="img"
      aria-label={words}
      title={words}
    >
      <icon.react tag="span" width="14px" height="14px" />
    </span>
  );
}
