import { caretDownEmptyIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReactElement } from 'react';

import { Commands } from '../commandIds';
import type { LakeModel } from '../lake/lakeModel';
import type { LoginModel } from '../login/loginModel';
import { useModels, useTrans } from '../parts/hooks';
import { openMenu } from '../parts/menu';
import { IdentityChip } from './IdentityChip';
import { reachWords } from './reachWords';

interface Props {
  readonly lake: LakeModel;
  readonly model: LoginModel;
  readonly commands: CommandRegistry;
}

/** Which lake, whether it answers, who is logged in and for how long: always in sight. */
export function Header({ lake, model, commands }: Props): ReactElement {
  const trans = useTrans();
  useModels(lake, model);
  return (
    <div className="lakeside-header">
      <h2>{trans.__('Data lake')}</h2>
      {lake.instance !== null && (
        <>
          <InstanceChip {...{ lake, commands }} label={lake.instance.label} />
          <IdentityChip
            key={lake.instance.name}
            {...{ commands, model }}
            login={lake.instance.login}
            instance={lake.instance.name}
          />
        </>
      )}
    </div>
  );
}

function InstanceChip({
  lake,
  commands,
  label
}: Omit<Props, 'model'> & { readonly label: string }): ReactElement {
  const trans = useTrans();
  const trouble = lake.trouble(lake.instance?.name ?? '');
  const reach = lake.instance?.reach ?? null;
  const [dot, words] =
    lake.service.kind === 'connecting'
      ? ['waiting', trans.__('asking the service')]
      : lake.service.kind !== 'ready'
        ? ['bad', trans.__('the service is not running')]
        : reach?.state === 'silent' || reach?.state === 'refusing'
          ? ['bad', reachWords(reach, trans)]
          : trouble !== null
            ? ['warn', trouble.detail]
            : reach?.state === 'slow'
              ? ['warn', reachWords(reach, trans)]
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
