import { caretDownEmptyIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReactElement } from 'react';

import { Commands } from '../commandIds';
import type { LakeModel } from '../lake/lakeModel';
import type { Login } from '../lake/wire';
import { clock, span } from '../parts/format';
import { useModels, useTicks, useTrans } from '../parts/hooks';
import { openMenu } from '../parts/menu';

interface Props {
  readonly lake: LakeModel;
  readonly commands: CommandRegistry;
}

/** Which lake, whether it answers, who is logged in and for how long: always in sight. */
export function Header({ lake, commands }: Props): ReactElement {
  const trans = useTrans();
  useModels(lake);
  return (
    <div className="lakeside-header">
      <h2>{trans.__('Data lake')}</h2>
      {lake.instance !== null && (
        <>
          <InstanceChip {...{ lake, commands }} label={lake.instance.label} />
          <IdentityChip {...{ commands }} login={lake.instance.login} />
        </>
      )}
    </div>
  );
}

function InstanceChip({ lake, commands, label }: Props & { readonly label: string }): ReactElement {
  const trans = useTrans();
  const trouble = lake.trouble(lake.instance?.name ?? '');
  const [dot, words] =
    lake.service.kind === 'connecting'
      ? ['waiting', trans.__('asking the service')]
      : lake.service.kind !== 'ready'
        ? ['bad', trans.__('the service is not running')]
        : trouble !== null
          ? ['warn', trouble.detail]
          : ['good', trans.__('the service is running')];
  const face = (
    <>
      <span className={`lakeside-dot lakeside-mod-${dot}`} aria-hidden="true" />
      <span className="lakeside-chip-text">{label}</span>
    </>
  );
  if (lake.instances.length < 2) {
    return (
      <span className="lakeside-chip" role="img" title={words} aria-label={`${label}: ${words}`}>
        {face}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="lakeside-chip"
      title={words}
      aria-haspopup="menu"
      aria-label={trans.__('Instance %1: %2', label, words)}
      onClick={({ currentTarget }) => {
        openMenu(
          commands,
          lake.instances.map(({ name }) => ({ command: Commands.useInstance, args: { instance: name } })),
          currentTarget
        );
      }}
    >
      {face}
      <caretDownEmptyIcon.react tag="span" width="10px" height="10px" />
    </button>
  );
}

/** Below so many minutes a login that does not renew itself wants attention. */
const SOON_MINUTES = 15;

function IdentityChip({
  login,
  commands
}: {
  readonly login: Login;
  readonly commands: CommandRegistry;
}): ReactElement {
  const trans = useTrans();
  useTicks(20_000);
  const left = login.expires === null ? null : (login.expires.getTime() - Date.now()) / 1000;
  const renews = login.source === 'password';
  if (login.state === 'logged-out' || (left !== null && left <= 0 && !renews)) {
    return (
      <button
        type="button"
        className="lakeside-chip"
        title={trans.__('Log in')}
        onClick={() => void commands.execute(Commands.login, {})}
      >
        <span className="lakeside-chip-text">{trans.__('not logged in')}</span>
      </button>
    );
  }
  const who = login.account ?? login.identity ?? '';
  const soon = !renews && left !== null && left < SOON_MINUTES * 60;
  const time = left === null || left <= 0 ? '' : ` · ${span(left, trans)}`;
  const until = login.expires === null ? '' : ` ${trans.__('Until %1.', clock(login.expires))}`;
  const how = renews
    ? trans.__('Logged in with a password; the login is renewed by itself.')
    : trans.__('Logged in; log in again before the time is over.');
  return (
    <button
      type="button"
      className={soon ? 'lakeside-chip lakeside-mod-warn' : 'lakeside-chip'}
      aria-haspopup="menu"
      title={`${how}${until}`}
      onClick={({ currentTarget }) => {
        openMenu(
          commands,
          [
            { command: Commands.login, args: {} },
            { command: Commands.logout, args: {} }
          ],
          currentTarget
        );
      }}
    >
      <span className="lakeside-chip-text">
        {who}
        {time}
        {soon ? ` · ${trans.__('Renew')}` : ''}
      </span>
    </button>
  );
}
