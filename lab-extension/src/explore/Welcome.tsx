import type { ReactElement } from 'react';

import type { LakeModel } from '../lake/lakeModel';
import { mayAsk } from '../lake/loginWire';
import { useTrans } from '../parts/hooks';

interface Props {
  readonly lake: LakeModel;
  readonly onLogin: () => void;
}

/** What this is, for somebody who opens it for the first time, and the first step. */
export function Welcome({ lake, onLogin }: Props): ReactElement | null {
  const trans = useTrans();
  const { instance, service } = lake;
  if (service.kind === 'connecting') {
    return <p className="lakeside-dim">{trans.__('Starting…')}</p>;
  }
  if (service.kind !== 'ready') {
    return null;
  }
  if (instance === null || !mayAsk(instance.login)) {
    return (
      <div className="lakeside-welcome">
        <p>
          {trans.__(
            'Find a dataset in the Rucio catalogue, bring it here, and use it in your notebook as a list of files.'
          )}
        </p>
        <button type="button" className="jp-mod-styled jp-mod-accept" onClick={onLogin}>
          {instance === null ? trans.__('Log in') : trans.__('Log in to %1', instance.label)}
        </button>
        <OpenData lake={lake} />
      </div>
    );
  }
  return (
    <div className="lakeside-welcome lakeside-dim">
      {instance.kind === 'opendata' ? (
        <p>{trans.__('Open data, for everybody and without a login: type part of a name.')}</p>
      ) : (
        <>
          <p>{trans.__('Type a DID, the start of one, or part of a name.')}</p>
          <p>
            {trans.__(
              'user.%1: shows all of that scope, and * stands for anything.',
              instance.login.account ?? 'scope'
            )}
          </p>
        </>
      )}
    </div>
  );
}

/** Where somebody without a login can go on. */
function OpenData({ lake }: { readonly lake: LakeModel }): ReactElement | null {
  const trans = useTrans();
  const open = lake.instances.find(({ login }) => login.state === 'open');
  return open === undefined ? null : (
    <p>
      <button
        type="button"
        className="lakeside-link"
        onClick={() => {
          lake.use(open.name);
        }}
      >
        {trans.__('Look at %1, without a login', open.label)}
      </button>
    </p>
  );
}
