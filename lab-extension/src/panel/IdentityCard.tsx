import { Fragment, useEffect, useRef, type ReactElement } from 'react';

import type { Login } from '../lake/loginWire';
import { Link } from '../parts/Link';
import { moment, shown } from '../parts/format';
import { useTrans } from '../parts/hooks';

interface Props {
  readonly id: string;
  readonly login: Login;
  readonly renewing: boolean;
  readonly onRenew: () => void;
  readonly onLogIn: () => void;
  readonly onLogOut: () => void;
  readonly onClose: () => void;
}

/** All that is known of a login, and what one can do with it. */
export function IdentityCard({
  id,
  login,
  renewing,
  onRenew,
  onLogIn,
  onLogOut,
  onClose
}: Props): ReactElement {
  const trans = useTrans();
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    card.current?.focus();
  }, []);
  const { account, identity, until, renews, proxy } = login;
  const facts: [string, string][] = [];
  if (account !== null) {
    facts.push([trans.__('Account'), shown(account)]);
  }
  if (identity !== null && identity !== account) {
    facts.push([trans.__('Identity'), shown(identity)]);
  }
  facts.push([trans.__('With'), sourceWords(login, trans)]);
  for (const { vo, fqans } of proxy?.vos ?? []) {
    facts.push([trans.__('Member of'), [vo, ...fqans].map(shown).join('\n')]);
  }
  if (proxy?.until != null) {
    facts.push([trans.__('Grid proxy'), trans.__('until %1', moment(proxy.until))]);
  }
  facts.push([
    trans.__('Logged in'),
    until === null
      ? trans.__('while the service runs, renewed by itself')
      : renews
        ? trans.__('until %1, renewed by itself', moment(until))
        : trans.__('until %1', moment(until))
  ]);
  return (
    <section
      ref={card}
      id={id}
      className="lakeside-card"
      aria-label={trans.__('Who you are to the lake')}
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <dl>
        {facts.map(([name, value]) => (
          <Fragment key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <div className="lakeside-steps">
        {renews && <Link onClick={onRenew}>{renewing ? trans.__('Renewing…') : trans.__('Renew now')}</Link>}
        <Link onClick={onLogIn}>{trans.__('Log in as somebody else')}</Link>
        <Link onClick={onLogOut}>{trans.__('Log out')}</Link>
      </div>
    </section>
  );
}

function sourceWords({ source }: Login, trans: ReturnType<typeof useTrans>): string {
  switch (source) {
    case 'password':
      return trans.__('password');
    case 'certificate':
      return trans.__('certificate');
    case 'proxy':
      return trans.__('grid proxy');
    case 'token':
      return trans.__('token');
    case 'browser':
      return trans.__('login in the browser');
    case 'hub':
      return trans.__('JupyterHub');
    case 'kept token':
      return trans.__('login that was kept over a restart');
    default:
      return source ?? trans.__('not known');
  }
}
