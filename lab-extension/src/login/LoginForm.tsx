import { HTMLSelect } from '@jupyterlab/ui-components';
import { type FormEvent, useEffect, useId, useRef, type ReactElement, type RefObject } from 'react';

import type { LakeModel } from '../lake/lakeModel';
import { useModels, useTrans } from '../parts/hooks';
import { BrowserFields } from './BrowserFields';
import { CertificateFields } from './CertificateFields';
import { FoundHere } from './FoundHere';
import { PasswordFields } from './PasswordFields';
import { ProxyFields } from './ProxyFields';
import { TokenFields } from './TokenFields';
import type { LoginModel, Way } from './loginModel';
import type { Fields } from './way';

interface Props {
  readonly model: LoginModel;
  readonly lake: LakeModel;
}

/** The login: what was found, the ways there are, the fields of one of them. Secrets stay in the fields. */
export function LoginForm({ model, lake }: Props): ReactElement {
  const trans = useTrans();
  useModels(model, lake);
  const id = useId();
  const fields = useRef<Fields>(null);
  const account = useRef<HTMLSelectElement | HTMLInputElement | null>(null);
  const instance = lake.find(model.instance ?? '');
  const { problem, busy, way, elsewhere } = model;
  const waits = way === 'browser' && elsewhere?.mode === 'wait';

  useEffect(() => {
    fields.current?.focusFirst();
  }, []);
  useEffect(() => {
    if (problem?.type === 'wrong-credentials' || problem?.type === 'passphrase-needed') {
      fields.current?.askAgain();
    } else if (problem?.type === 'choose-account') {
      account.current?.focus();
    }
  }, [problem]);

  const send = (event: FormEvent): void => {
    event.preventDefault();
    const credentials = fields.current?.credentials() ?? null;
    const chosen = account.current?.value.trim() ?? '';
    if (credentials !== null && !waits) {
      void model.send({ ...credentials, ...(chosen === '' ? {} : { account: chosen }) });
    }
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
      <FoundHere model={model} />
      <Ways model={model} />
      <WayFields key={way} way={way} model={model} handle={fields} known={instance?.login.identity ?? ''} />
      <Account model={model} field={account} />
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
        {!waits && (
          <button type="submit" className="jp-mod-styled jp-mod-accept" aria-disabled={busy}>
            {busy ? trans.__('Logging in…') : trans.__('Log in')}
          </button>
        )}
      </div>
    </form>
  );
}

function Ways({ model }: { readonly model: LoginModel }): ReactElement | null {
  const trans = useTrans();
  const id = useId();
  const words: Record<Way, string> = {
    password: trans.__('Password'),
    certificate: trans.__('Certificate'),
    proxy: trans.__('Grid proxy'),
    browser: trans.__('Browser'),
    token: trans.__('Token')
  };
  if (model.ways.length < 2) {
    return null;
  }
  return (
    <fieldset className="lakeside-ways">
      <legend>{trans.__('Log in with')}</legend>
      {model.ways.map(way => (
        <label key={way}>
          <input
            type="radio"
            name={`${id}-way`}
            checked={way === model.way}
            onChange={() => {
              model.setWay(way);
            }}
          />
          <span>{words[way]}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface WayFieldsProps {
  readonly way: Way;
  readonly model: LoginModel;
  readonly handle: RefObject<Fields>;
  readonly known: string;
}

function WayFields({ way, model, handle, known }: WayFieldsProps): ReactElement {
  switch (way) {
    case 'password':
      return <PasswordFields {...{ model, handle }} known={known.startsWith('/') ? '' : known} />;
    case 'certificate':
      return <CertificateFields {...{ model, handle }} />;
    case 'proxy':
      return <ProxyFields {...{ model, handle }} />;
    case 'token':
      return <TokenFields {...{ model, handle }} />;
    case 'browser':
      return <BrowserFields {...{ model, handle }} />;
  }
}

interface AccountProps {
  readonly model: LoginModel;
  readonly field: React.MutableRefObject<HTMLSelectElement | HTMLInputElement | null>;
}

/** Who may act for several accounts says for which: from Rucio's list, or by name where it gives none. */
function Account({ model, field }: AccountProps): ReactElement | null {
  const trans = useTrans();
  const id = useId();
  const { accounts, options } = model;
  const preset = options?.account ?? '';
  const put = (element: HTMLSelectElement | HTMLInputElement | null): void => {
    field.current = element;
  };
  if (accounts === null && preset === '') {
    return null;
  }
  return (
    <>
      <label htmlFor={id}>{trans.__('Account')}</label>
      {accounts !== null && accounts.length > 0 ? (
        <HTMLSelect id={id} elementRef={put} defaultValue={accounts.includes(preset) ? preset : undefined}>
          {accounts.map(one => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </HTMLSelect>
      ) : (
        <input
          id={id}
          ref={put}
          className="jp-mod-styled"
          autoComplete="off"
          spellCheck={false}
          defaultValue={preset}
          required={accounts !== null}
        />
      )}
    </>
  );
}
