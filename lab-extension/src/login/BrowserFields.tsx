import { useEffect, useId, useImperativeHandle, useRef, type ReactElement } from 'react';

import { Link } from '../parts/Link';
import { useTrans } from '../parts/hooks';
import type { Elsewhere } from './loginModel';
import type { WayProps } from './way';

/** A login at the page of an identity provider: the way there, and what to do when one is back. */
export function BrowserFields({ model, handle }: WayProps): ReactElement {
  const trans = useTrans();
  const code = useRef<HTMLInputElement>(null);
  const { elsewhere } = model;
  useImperativeHandle(handle, () => ({
    credentials: () =>
      elsewhere?.mode === 'code'
        ? { kind: 'oidc', code: code.current?.value.trim() ?? '' }
        : { kind: 'oidc', browser: 'wait' },
    focusFirst: () => undefined,
    askAgain: () => code.current?.focus()
  }));
  return elsewhere === null ? (
    <p className="lakeside-dim">
      {trans.__(
        'You log in at the page of your institute or provider, and come back here. No password passes through Lakeside.'
      )}
    </p>
  ) : (
    <Waiting elsewhere={elsewhere} code={code} model={model} />
  );
}

function Waiting({
  elsewhere,
  code,
  model
}: {
  readonly elsewhere: Elsewhere;
  readonly code: React.RefObject<HTMLInputElement>;
  readonly model: WayProps['model'];
}): ReactElement {
  const trans = useTrans();
  const id = useId();
  const link = useRef<HTMLAnchorElement>(null);
  const { page, mode } = elsewhere;
  useEffect(() => {
    link.current?.focus();
  }, [page]);
  return (
    <>
      <p>
        <a ref={link} className="lakeside-page" href={page} target="_blank" rel="noopener noreferrer">
          {trans.__('Open the page to log in')}
        </a>
      </p>
      {mode === 'wait' ? (
        <p className="lakeside-dim" role="status">
          {trans.__('Waiting until you have logged in there…')}{' '}
          <Link
            onClick={() => {
              void model.send({ kind: 'oidc', browser: 'code' });
            }}
          >
            {trans.__('Log in with a code instead')}
          </Link>
        </p>
      ) : (
        <>
          <label htmlFor={`${id}-code`}>{trans.__('Code that the page shows in the end')}</label>
          <input
            id={`${id}-code`}
            ref={code}
            className="jp-mod-styled"
            autoComplete="off"
            spellCheck={false}
            required
          />
        </>
      )}
    </>
  );
}
