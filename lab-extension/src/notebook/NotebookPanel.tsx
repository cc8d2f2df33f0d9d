import { closeIcon, editIcon } from '@jupyterlab/ui-components';
import { useEffect, useRef, useState, type ReactElement } from 'react';

import type { LakeModel } from '../lake/lakeModel';
import { IconButton } from '../parts/IconButton';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { shown } from '../parts/format';
import { useModels, useTrans } from '../parts/hooks';
import type { Attachment } from './attachment';
import { AttachmentStatus, Standing } from './AttachmentStatus';
import { nameWords } from './names';
import type { NotebookModel } from './notebookModel';
import type { NotebooksModel } from './notebooksModel';

interface Props {
  readonly notebooks: NotebooksModel;
  readonly lake: LakeModel;
  readonly onLogin: (instance: string | null) => void;
  /** Absent where the explorer is switched off. */
  readonly onSearch: (() => void) | null;
}

/** What the notebook in front has attached. */
export function NotebookPanel({ notebooks, lake, onLogin, onSearch }: Props): ReactElement {
  const trans = useTrans();
  useModels(notebooks, lake);
  const model = notebooks.current;
  if (model === null) {
    return (
      <p className="lakeside-welcome lakeside-dim">
        {trans.__('Open a notebook: what it has attached is shown here.')}
      </p>
    );
  }
  const { notebook, attachments } = model;
  return (
    <div className="lakeside-notebook">
      <div className="lakeside-about lakeside-dim">
        <Name>{notebook.name}</Name>
        {notebook.kernel !== null && <span> · {notebook.kernelLabel}</span>}
      </div>
      <ul className="lakeside-list" aria-label={trans.__('Attached to %1', shown(notebook.name))}>
        {attachments.map(attachment => (
          <li
            // Without the variable: a renamed line stays the one that the keyboard is in.
            key={`${attachment.wish.instance ?? ''} ${attachment.wish.did}`}
            className="lakeside-item"
            data-lakeside-did={attachment.wish.did}
            data-lakeside-attachment={attachment.state.kind}
          >
            <Item {...{ model, attachment, lake, onLogin }} />
          </li>
        ))}
      </ul>
      <p className="lakeside-hint lakeside-dim">
        {attachments.length === 0
          ? trans.__(
              'Nothing is attached yet. Attach beside a row in Explore makes its files a variable here.'
            )
          : trans.__('After a restart of the kernel the variables are set again by themselves.')}
        {onSearch !== null && (
          <>
            {' '}
            <Link onClick={onSearch}>{trans.__('Search')}</Link>
          </>
        )}
      </p>
    </div>
  );
}

interface ItemProps {
  readonly model: NotebookModel;
  readonly attachment: Attachment;
  readonly lake: LakeModel;
  readonly onLogin: (instance: string | null) => void;
}

function Item({ model, attachment, lake, onLogin }: ItemProps): ReactElement {
  const trans = useTrans();
  const [renaming, setRenaming] = useState(false);
  const [wasRenamed, setWasRenamed] = useState(false);
  const { wish, state, value } = attachment;
  const bound = state.kind === 'attached';
  return (
    <>
      <div className="lakeside-title-line">
        {renaming ? (
          <Rename
            {...{ model, attachment }}
            onDone={keepsFocus => {
              setRenaming(false);
              setWasRenamed(keepsFocus);
            }}
          />
        ) : (
          <>
            <code className="lakeside-variable" title={shown(wish.variable)}>
              {shown(wish.variable)}
            </code>
            <IconButton
              icon={editIcon}
              label={trans.__('Rename the variable %1', shown(wish.variable))}
              autoFocus={wasRenamed}
              onClick={() => {
                setRenaming(true);
              }}
            />
          </>
        )}
        <AttachmentStatus state={state} />
        <IconButton
          icon={closeIcon}
          label={trans.__('Remove %1 from the notebook', shown(wish.variable))}
          onClick={() => {
            model.detach(attachment);
          }}
        />
      </div>
      <div className="lakeside-dim">
        <Name tail={14}>{wish.did}</Name>
      </div>
      <Standing
        {...{ model, attachment, lake }}
        onLogin={() => {
          onLogin(attachment.instance);
        }}
      />
      {value !== null && (
        <div className="lakeside-dim lakeside-steps">
          <Link
            onClick={() => {
              model.insertUsage(attachment);
            }}
          >
            {trans.__('Insert example cell')}
          </Link>
          {(bound || state.kind === 'failed') && (
            <Link
              onClick={() => {
                model.bindAgain(attachment);
              }}
            >
              {trans.__('Set again')}
            </Link>
          )}
          {state.kind === 'other-language' && (
            <Link
              onClick={() => {
                void navigator.clipboard.writeText(value.items.join('\n'));
              }}
            >
              {trans.__('Copy the paths')}
            </Link>
          )}
        </div>
      )}
    </>
  );
}

function Rename({
  model,
  attachment,
  onDone
}: Pick<ItemProps, 'model' | 'attachment'> & {
  readonly onDone: (keepsFocus: boolean) => void;
}): ReactElement {
  const trans = useTrans();
  const box = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(attachment.wish.variable);
  const fault = model.nameFault(attachment, name);
  useEffect(() => {
    box.current?.select();
  }, []);
  return (
    <form
      className="lakeside-rename"
      onSubmit={event => {
        event.preventDefault();
        if (fault === null) {
          model.rename(attachment, name);
          onDone(true);
        }
      }}
    >
      <input
        ref={box}
        className="jp-mod-styled"
        aria-label={trans.__('New name of the variable')}
        aria-invalid={fault !== null}
        value={name}
        spellCheck={false}
        onChange={({ target }) => {
          setName(target.value);
        }}
        onBlur={() => {
          onDone(false);
        }}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            onDone(true);
          } else if (event.key === 'Tab' && fault === null) {
            model.rename(attachment, name);
          }
        }}
      />
      {fault !== null && (
        <span className="lakeside-fault" role="alert">
          {nameWords(fault, trans)}
        </span>
      )}
    </form>
  );
}
