import { useId, useImperativeHandle, useRef, useState, type ReactElement } from 'react';

import { useTrans } from '../parts/hooks';
import { FilePicker } from './FilePicker';
import type { PickedFile } from './credentialFiles';
import type { WayProps } from './way';

/** A grid proxy from a file, or the one that lies where grid tools put it. */
export function ProxyFields({ handle }: WayProps): ReactElement {
  const trans = useTrans();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<PickedFile | null>(null);
  useImperativeHandle(handle, () => ({
    credentials: () => ({
      kind: 'proxy',
      ...(file === null ? {} : { pem: file.content, name: file.name })
    }),
    focusFirst: () => input.current?.focus(),
    askAgain: () => input.current?.focus()
  }));
  return (
    <>
      <FilePicker
        id={`${id}-file`}
        label={trans.__('Grid proxy')}
        hint={trans.__('Choose or drop the file of a proxy')}
        files={file === null ? [] : [file]}
        input={input}
        onCome={come => {
          setFile(come.at(-1) ?? null);
        }}
        onRemove={() => {
          setFile(null);
        }}
      />
      <p className="lakeside-dim">
        {trans.__(
          'Without a file: the proxy that grid tools have made where the Lakeside service runs. Nobody can renew a proxy; log in with the certificate, and that is done for you.'
        )}
      </p>
    </>
  );
}
