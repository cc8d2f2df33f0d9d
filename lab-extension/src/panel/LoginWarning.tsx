import type { ReactElement } from 'react';

import type { Login } from '../lake/loginWire';
import { type Problem, actionFor } from '../lake/problem';
import { Link } from '../parts/Link';
import { useTrans } from '../parts/hooks';

interface Props {
  readonly login: Login;
  readonly renewing: boolean;
  /** Why the last renewal that a person asked for came to nothing. */
  readonly problem: Problem | null;
  readonly onRenew: () => void;
  readonly onLogIn: () => void;
}

/** What a person should know of the login before it hurts, with the button that helps. */
export function LoginWarning({ login, renewing, problem, onRenew, onLogIn }: Props): ReactElement | null {
  const trans = useTrans();
  const { warning } = login;
  if (warning === null && problem === null) {
    return null;
  }
  const sentence = problem ?? warning;
  const again = problem !== null && actionFor(problem) !== 'login' ? 'renew' : 'log-in';
  const action = problem === null ? (warning?.action ?? 'none') : again;
  return (
    <div className="lakeside-note lakeside-mod-mild" role="status">
      {sentence?.detail} {sentence?.remedy}{' '}
      {action === 'renew' && (
        <Link onClick={onRenew}>{renewing ? trans.__('Renewing…') : trans.__('Renew now')}</Link>
      )}
      {action === 'log-in' && <Link onClick={onLogIn}>{trans.__('Log in')}</Link>}
    </div>
  );
}
