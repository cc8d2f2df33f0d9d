import { closeIcon } from '@jupyterlab/ui-components';
import { useState, type ReactElement, type RefObject } from 'react';

import { IconButton } from '../parts/IconButton';
import { shown } from '../parts/format';
import { useTrans } from '../parts/hooks';
import { type FileFault, type PickedFile, read } from './credentialFiles';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly files: readonly PickedFile[];
  readonly input: RefObject<HTMLInputElement>;
  readonly onCome: (files: readonly PickedFile[]) => void;
  readonly onRemove: (file: PickedFile) => void;
}

/** A field for files to pick or to drop: the browser's own, drawn as a place to drop something. */
export function FilePicker({ id, label, hint, files, input, onCome, onRemove }: Props): ReactElement {
  const trans = useTrans();
  const [faults, setFaults] = useState<readonly FileFault[]>([]);
  const [over, setOver] = useState(false);
  const come = async (given: FileList | null): Promise<void> => {
    const answer = await read(given === null ? [] : [...given]);
    setFaults(answer.faults);
    onCome(answer.files);
    if (input.current !== null) {
      // The same file may be picked again, after a change.
      input.current.value = '';
    }
  };
  const kinds: Record<PickedFile['holds'], string> = {
    pkcs12: trans.__('certificate and key'),
    both: trans.__('certificate and key'),
    certificate: trans.__('certificate'),
    key: trans.__('key')
  };
  const words: Record<FileFault['kind'], (name: string) => string> = {
    'too-large': name => trans.__('%1 is too large to be a certificate or a key.', name),
    'not-a-credential': name => trans.__('There is neither a certificate nor a key in %1.', name),
    unreadable: name => trans.__('%1 could not be read.', name)
  };
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <div
        className={over ? 'lakeside-drop lakeside-mod-over' : 'lakeside-drop'}
        onDragOver={event => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => {
          setOver(false);
        }}
        onDrop={event => {
          event.preventDefault();
          setOver(false);
          void come(event.dataTransfer.files);
        }}
      >
        <span aria-hidden="true">{hint}</span>
        <input
          id={id}
          ref={input}
          type="file"
          multiple
          accept=".p12,.pfx,.pem,.crt,.cer,.key,application/x-pkcs12,application/x-pem-file"
          aria-describedby={`${id}-faults`}
          title={hint}
          onChange={({ target }) => void come(target.files)}
        />
      </div>
      {files.length > 0 && (
        <ul className="lakeside-picked" aria-label={trans.__('Picked')}>
          {files.map(file => (
            <li key={file.name}>
              <span>
                <bdi>{shown(file.name)}</bdi> <span className="lakeside-dim">{kinds[file.holds]}</span>
              </span>
              <IconButton
                icon={closeIcon}
                label={trans.__('Remove %1', shown(file.name))}
                onClick={() => {
                  onRemove(file);
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <div id={`${id}-faults`} role="status">
        {faults.map(({ name, kind }) => (
          <div key={name} className="lakeside-note">
            {words[kind](shown(name))}
          </div>
        ))}
      </div>
    </>
  );
}
