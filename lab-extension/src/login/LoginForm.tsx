import { HTMLSelect } from '@jupyterlab/ui-components';
import { type FormEvent, useEffect, useId, useRef, type ReactElement } from 'react';

import type { LakeModel } from '../lake/lakeModel';
import { useModels, useTrans } from '../parts/hooks';
import type { LoginModel } from './loginModel';

interface Props {
  readonly model: LoginModel;
  readonly lake: LakeModel;
}

/** User name and password. What is typed stays in the fields and goes from there to the service. */
export function LoginForm({ model, lake }: Props): ReactElement {
  const trans = useTrans();
  useModels(model, lake);
  const id = useId();
  const user = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const account = useRef<HTMLSelectElement | null>(null);
  const instance = lake.find(model.instance ?? '');
  const { problem, accounts, busy } = model;

  useEffect(() => {
    user.current?.focus();
  }, []);
  useEffect(() => {
    if (problem?.type === 'wrong-credentials' && password.current !== null) {
      password.current.value = '';
      password.current.focus();
    } else if (problem?.type === 'choose-account') {
      account.current?.focus();
    }
  }, [problem]);

  const send = (event: FormEvent): void => {
    event.preventDefault();
    const chosen = account.current?.value ?? '';
    void model.send({
      username: user.current?.value.trim() ?? '',
      password: password.current?.value ?? '',
      ...(chosen === '' ? {} : { account: chosen })
    });
  };

  return (
    <form
      className="lakeside-login"
      onSubmit={send}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          model.close();
        }
      }}
      aria-labelledby={`${id}-title`}
    >
      <h3 id={`${id}-title`}>{trans.__('Log in to %1', instance?.label ?? '')}</h3>
      <label htmlFor={`${id}-user`}>{trans.__('User name')}</label>
      <input
        id={`${id}-user`}
        ref={user}
        className="jp-mod-styled"
        autoComplete="username"
        defaultValue={instance?.login.identity ?? instance?.login.account ?? ''}
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
      {accounts.length > 0 && (
        <>
          <label htmlFor={`${id}-account`}>{trans.__('Account')}</label>
          <HTMLSelect
            id={`${id}-account`}
            elementRef={(select: HTMLSelectElement | null) => (account.current = select)}
          >
            {accounts.map(one => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </HTMLSelect>
        </>
      )}
      {problem !== null && (
        <div
          className={problem.type === 'choose-account' ? 'lakeside-note lakeside-mod-mild' : 'lakeside-note'}
          role="alert"
        >
          {problem.detail} {problem.remedy}
        </div>
      )}
      <div className="lakeside-buttons">
        <button
          type="button"
          className="jp-mod-styled jp-mod-reject"
          onClick={() => {
            model.close();
          }}
        >
          {trans.__('Cancel')}
        </button>
        <button type="submit" className="jp-mod-styled jp-mod-accept" aria-disabled={busy}>
          {busy ? trans.__('Logging in…') : trans.__('Log in')}
        </button>
      </div>
      <p className="lakeside-dim">
        {trans.__(
          'The password stays in the memory of the Lakeside service, to renew the login while it runs. It is not written down.'
        )}
      </p>
    </form>
  );
}
