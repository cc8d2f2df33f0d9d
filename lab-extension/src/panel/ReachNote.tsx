import type { ReactElement } from 'react';

import type { LakeModel } from '../lake/lakeModel';
import type { Instance } from '../lake/wire';
import { Link } from '../parts/Link';
import { clock, moment, span } from '../parts/format';
import { useTicks, useTrans } from '../parts/hooks';

interface Props {
  readonly lake: LakeModel;
  readonly instance: Instance;
}

/** That an instance does not answer, from what is known of it already; nobody waits to be told. */
export function ReachNote({ lake, instance }: Props): ReactElement | null {
  const state = instance.reach?.state;
  return state === 'silent' || state === 'refusing' ? <Note {...{ lake, instance }} /> : null;
}

function Note({ lake, instance }: Props): ReactElement {
  const trans = useTrans();
  useTicks(1000);
  const { reach, label, name } = instance;
  const since = reach?.since ?? null;
  const left = reach?.next == null ? 0 : (reach.next.getTime() - Date.now()) / 1000;
  const words = reach?.words ?? '';
  const isSaid = words !== '' && (since === null || words.includes(clock(since)));
  const own =
    reach?.state === 'refusing'
      ? trans.__('%1 refuses.', label)
      : since === null
        ? trans.__('%1 is silent.', label)
        : words === ''
          ? trans.__('%1 has been silent since %2.', label, moment(since))
          : trans.__('Silent since %1.', moment(since));
  return (
    <div className="lakeside-note lakeside-mod-mild" role="status">
      {isSaid ? words : reach?.state === 'silent' ? `${words} ${own}` : `${own} ${words}`}{' '}
      {left > 0 && (
        // Read out each second it would drown everything else.
        <span aria-hidden="true" className="lakeside-countdown">
          {trans.__('Next look in %1.', span(Math.ceil(left), trans))}
        </span>
      )}{' '}
      <Link onClick={() => void lake.tryNow(name)}>
        {lake.isTried(name) ? trans.__('Trying…') : trans.__('Try now')}
      </Link>
    </div>
  );
}
