import type { ReactElement } from 'react';

import type { Found } from '../lake/loginWire';
import { moment, shown } from '../parts/format';
import { useTrans } from '../parts/hooks';
import type { LoginModel } from './loginModel';

/** What lies where the service runs and that one can log in with, the best first. */
export function FoundHere({ model }: { readonly model: LoginModel }): ReactElement | null {
  const trans = useTrans();
  const found = model.options?.found ?? [];
  if (found.length === 0) {
    return null;
  }
  const words: Record<Found['kind'], string> = {
    hub: trans.__('Your login at JupyterHub'),
    token: trans.__('Token'),
    proxy: trans.__('Grid proxy'),
    certificate: trans.__('Certificate')
  };
  return (
    <section aria-label={trans.__('Found where the service runs')} className="lakeside-found-logins">
      <ul>
        {found.map(one => {
          const { kind, from, identity, until, problem } = one;
          const locked = problem?.type === 'passphrase-needed';
          const usable = one.login !== null && (problem === null || locked);
          return (
            <li key={`${kind} ${from}`}>
              <div className="lakeside-title-line">
                <strong>{words[kind]}</strong>
                {usable && (
                  <button
                    type="button"
                    className="lakeside-small-button"
                    aria-label={trans.__('Use %1 %2', words[kind], shown(from))}
                    aria-disabled={model.busy}
                    onClick={() => {
                      model.use(one);
                    }}
                  >
                    {trans.__('Use')}
                  </button>
                )}
              </div>
              <div className="lakeside-dim">
                {identity !== null && <div>{shown(identity)}</div>}
                <div>{shown(from)}</div>
                {until !== null && <div>{trans.__('until %1', moment(until))}</div>}
                {problem !== null && !locked && (
                  <div>
                    {problem.detail} {problem.remedy}
                  </div>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
