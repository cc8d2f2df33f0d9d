import { useId, useImperativeHandle, useRef, useState, type ReactElement } from 'react';

import { useTrans } from '../parts/hooks';
import type { WayProps } from './way';

const MORE = ['issuer', 'client_id', 'client_secret'] as const;

/** A token that one has, or a refresh token with what it takes to use it. */
export function TokenFields({ handle }: WayProps): ReactElement {
  const trans = useTrans();
  const id = useId();
  const token = useRef<HTMLTextAreaElement>(null);
  const more = useRef<HTMLDivElement>(null);
  const [refreshes, setRefreshes] = useState(false);
  useImperativeHandle(handle, () => ({
    credentials: () => {
      const value = token.current?.value.replace(/\s/g, '') ?? '';
      const typed = MORE.map(
        key =>
          [key, more.current?.querySelector<HTMLInputElement>(`[name=${key}]`)?.value.trim() ?? ''] as const
      ).filter(([, text]) => text !== '');
      return refreshes
        ? { kind: 'oidc', refresh_token: value, ...Object.fromEntries(typed) }
        : { kind: 'oidc', token: value };
    },
    focusFirst: () => token.current?.focus(),
    askAgain: () => token.current?.focus()
  }));
  return (
    <>
      <label htmlFor={`${id}-token`}>{refreshes ? trans.__('Refresh token') : trans.__('Token')}</label>
      <textarea
        id={`${id}-token`}
        ref={token}
        className="jp-mod-styled lakeside-secret"
        rows={3}
        autoComplete="off"
        spellCheck={false}
        required
      />
      <label className="lakeside-check">
        <input
          type="checkbox"
          checked={refreshes}
          onChange={({ target }) => {
            setRefreshes(target.checked);
          }}
        />
        <span>{trans.__('It is a refresh token')}</span>
      </label>
      {refreshes && (
        <div ref={more} className="lakeside-fields">
          <label htmlFor={`${id}-issuer`}>{trans.__('Address of its provider')}</label>
          <input id={`${id}-issuer`} name="issuer" type="url" className="jp-mod-styled" required />
          <label htmlFor={`${id}-client`}>{trans.__('Client that it was given to')}</label>
          <input id={`${id}-client`} name="client_id" className="jp-mod-styled" spellCheck={false} required />
          <label htmlFor={`${id}-secret`}>{trans.__('Secret of the client, if it has one')}</label>
          <input
            id={`${id}-secret`}
            name="client_secret"
            type="password"
            autoComplete="off"
            className="jp-mod-styled"
          />
        </div>
      )}
      <p className="lakeside-dim">
        {refreshes
          ? trans.__('Tokens are had from it as long as the provider gives them.')
          : trans.__('Nobody can renew a token; when it ends, you are asked for another one.')}
      </p>
    </>
  );
}
