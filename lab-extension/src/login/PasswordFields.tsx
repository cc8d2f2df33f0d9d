import { useId, useImperativeHandle, useRef, type ReactElement } from 'react';

import { useTrans } from '../parts/hooks';
import type { WayProps } from './way';

interface Props extends WayProps {
  readonly known: string;
}

/** User name and password. What is typed stays in the fields and goes from there to the service. */
export function PasswordFields({ handle, known }: Props): ReactElement {
  const trans = useTrans();
  const id = useId();
  const user = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useImperativeHandle(handle, () => ({
    credentials: () => ({
      kind: 'userpass',
      username: user.current?.value.trim() ?? '',
      password: password.current?.value ?? ''
    }),
    focusFirst: () => user.current?.focus(),
    askAgain: () => {
      if (password.current !== null) {
        password.current.value = '';
        password.current.focus();
      }
    }
  }));
  return (
    <>
      <label htmlFor={`${id}-user`}>{trans.__('User name')}</label>
      <input
        id={`${id}-user`}
        ref={user}
        className="jp-mod-styled"
        autoComplete="username"
        defaultValue={known}
        spellCheck={false}
        required
      />
      <label htmlFor={`${id}-password`}>{trans.__('Password')}</label>
      <input
        id={`${id}-password`}
        ref={password}
        className="jp-mod-styled"
        type="password"
        autoComplete="current-password"
        required
      />
      <p className="lakeside-dim">
        {trans.__(
          'The password stays in the memory of the Lakeside service, to renew the login while it runs. It is not written down.'
        )}
      </p>
    </>
  );
}
