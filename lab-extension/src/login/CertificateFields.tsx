import { useEffect, useId, useImperativeHandle, useRef, useState, type ReactElement } from 'react';

import type { Credentials } from '../lake/loginWire';
import { Link } from '../parts/Link';
import { shown } from '../parts/format';
import { useTrans } from '../parts/hooks';
import { FilePicker } from './FilePicker';
import { VoFields } from './VoFields';
import { type PickedFile, certificateFields, joined, missing } from './credentialFiles';
import { type VoChoice, readChoice, written } from './memberships';
import type { WayProps } from './way';

/** A certificate with its key, from files or found; the passphrase; which communities the grid proxies name. */
export function CertificateFields({ model, handle }: WayProps): ReactElement {
  const trans = useTrans();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const passphrase = useRef<HTMLInputElement>(null);
  const hours = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<readonly PickedFile[]>([]);
  const [hint, setHint] = useState('');
  const [choices, setChoices] = useState<readonly VoChoice[] | null>(null);
  const { picked, options } = model;
  const vos = choices ?? options?.voms.map(readChoice) ?? [];

  useEffect(() => {
    if (picked !== null) {
      passphrase.current?.focus();
    }
  }, [picked]);

  const certificate = (): Credentials | null => {
    const need = picked === null ? missing(files) : null;
    const words = {
      all: trans.__('Choose a .p12 file, or a certificate and its key.'),
      key: trans.__('The key is missing: choose its file, too.'),
      certificate: trans.__('The certificate is missing: choose its file, too.')
    };
    setHint(need === null ? '' : words[need]);
    if (need !== null) {
      input.current?.focus();
      return null;
    }
    const secret = passphrase.current?.value ?? '';
    return {
      ...(picked?.login ?? { kind: 'x509', ...certificateFields(files) }),
      ...(secret === '' ? {} : { passphrase: secret })
    };
  };
  useImperativeHandle(handle, () => ({
    credentials: () => {
      const login = certificate();
      const life = Number(hours.current?.value ?? '');
      return login === null
        ? null
        : {
            ...login,
            ...(vos.length === 0 ? {} : { voms: vos.map(written) }),
            ...(life > 0 ? { hours: life } : {})
          };
    },
    focusFirst: () => input.current?.focus(),
    askAgain: () => {
      if (passphrase.current !== null) {
        passphrase.current.value = '';
        passphrase.current.focus();
      }
    }
  }));

  return (
    <>
      {picked === null ? (
        <FilePicker
          id={`${id}-files`}
          label={trans.__('Certificate')}
          hint={trans.__('Choose or drop a .p12, or certificate and key (.pem)')}
          files={files}
          input={input}
          onCome={come => {
            setFiles(joined(files, come));
            setHint('');
          }}
          onRemove={gone => {
            setFiles(files.filter(file => file !== gone));
          }}
        />
      ) : (
        <p className="lakeside-chosen">
          {shown(picked.from)}{' '}
          <Link
            onClick={() => {
              model.pickNone();
            }}
          >
            {trans.__('Choose files instead')}
          </Link>
        </p>
      )}
      {hint !== '' && (
        <div className="lakeside-note lakeside-mod-mild" role="alert">
          {hint}
        </div>
      )}
      <label htmlFor={`${id}-passphrase`}>{trans.__('Passphrase of the key')}</label>
      <input
        id={`${id}-passphrase`}
        ref={passphrase}
        className="jp-mod-styled"
        type="password"
        autoComplete="off"
        placeholder={trans.__('empty if it has none')}
      />
      {options !== null && options.vos.length > 0 && (
        <VoFields
          model={model}
          vos={options.vos}
          choices={vos}
          onChange={setChoices}
          certificate={certificate}
        />
      )}
      <details>
        <summary>{trans.__('More')}</summary>
        <label htmlFor={`${id}-hours`}>
          {trans.__('Hours that a grid proxy lasts, before it is renewed')}
        </label>
        <input
          id={`${id}-hours`}
          ref={hours}
          className="jp-mod-styled"
          type="number"
          min={1}
          max={336}
          defaultValue={options?.hours ?? 12}
          key={options?.hours}
        />
      </details>
      <p className="lakeside-dim">
        {trans.__(
          'Key and passphrase stay in the memory of the Lakeside service, to renew the login while it runs. They are not written down.'
        )}
      </p>
    </>
  );
}
