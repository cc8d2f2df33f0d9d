import type { ReactElement } from 'react';

import type { LakeModel } from '../lake/lakeModel';
import { knownLanguages } from '../languages';
import { Link } from '../parts/Link';
import { ProblemNote } from '../parts/ProblemNote';
import { Progress } from '../parts/Progress';
import { clock, files, number, percent, size } from '../parts/format';
import { useTrans } from '../parts/hooks';
import { badIcon, comingIcon, hereIcon } from '../parts/icons';
import { problem } from '../lake/problem';
import { progressOf } from '../transfers/transfersModel';
import type { Attachment, AttachmentState } from './attachment';
import type { NotebookModel } from './notebookModel';
import { nameWords } from './names';

/** In a word: attached, on its way, or not. */
export function AttachmentStatus({ state }: { readonly state: AttachmentState }): ReactElement {
  const trans = useTrans();
  switch (state.kind) {
    case 'attached':
      return (
        <span className="lakeside-outcome lakeside-mod-good" title={trans.__('Read back from the kernel')}>
          <hereIcon.react tag="span" width="12px" height="12px" />
          {trans.__('attached')}
        </span>
      );
    case 'asking':
    case 'binding':
      return <span className="lakeside-outcome">{trans.__('attaching…')}</span>;
    case 'downloading': {
      const part = progressOf(state.download);
      return (
        <span className="lakeside-outcome lakeside-mod-coming">
          <comingIcon.react tag="span" width="12px" height="12px" />
          {part === null ? trans.__('downloading') : percent(part)}
        </span>
      );
    }
    case 'no-kernel':
      return <span className="lakeside-outcome">{trans.__('no kernel')}</span>;
    default:
      return (
        <span className="lakeside-outcome lakeside-mod-bad">
          <badIcon.react tag="span" width="12px" height="12px" />
          {trans.__('not attached')}
        </span>
      );
  }
}

interface Props {
  readonly model: NotebookModel;
  readonly attachment: Attachment;
  readonly lake: LakeModel;
  readonly onLogin: () => void;
}

/** Why it stands so, and the step that goes on from there. */
export function Standing({ model, attachment, lake, onLogin }: Props): ReactElement | null {
  const trans = useTrans();
  const { state, wish, value } = attachment;
  const download = (): void => {
    model.download(attachment);
  };
  const again = (): void => {
    model.bindAgain(attachment);
  };
  switch (state.kind) {
    case 'attached':
      return (
        <div className="lakeside-dim">
          {[
            ...(value === null
              ? []
              : [value.single ? trans.__('one file') : files(value.items.length, trans)]),
            ...(lake.instances.length > 1 ? [lake.find(attachment.instance ?? '')?.label ?? ''] : []),
            trans.__('read back at %1', clock(state.at))
          ].join(' · ')}
        </div>
      );
    case 'asking':
      return lake.service.kind === 'down' ? (
        <div className="lakeside-dim">{trans.__('The Lakeside service is not running.')}</div>
      ) : null;
    case 'binding':
      return <div className="lakeside-dim">{trans.__('waiting for the kernel')}</div>;
    case 'no-kernel':
      return <div className="lakeside-dim">{trans.__('bound when a kernel starts')}</div>;
    case 'downloading': {
      const { files: count, bytes } = state.download;
      const words =
        count.total === null
          ? size(bytes.done)
          : trans.__('%1 of %2', number(count.done), files(count.total, trans));
      return (
        <>
          <Progress
            label={trans.__('Download for %1', wish.variable)}
            value={progressOf(state.download)}
            words={words}
          />
          <div className="lakeside-dim">
            {words} · {trans.__('bound when complete')}
          </div>
        </>
      );
    }
    case 'elsewhere':
      return (
        <Note
          words={trans._n(
            '%1 file is not here yet.',
            '%1 files are not here yet.',
            state.missing,
            number(state.missing)
          )}
          step={trans.__('Download')}
          onStep={download}
        />
      );
    case 'download-ended': {
      const { problem: why, state: ended } = state.download;
      return why === null ? (
        <Note
          words={
            ended === 'cancelled' ? trans.__('The download was cancelled.') : trans.__('The download failed.')
          }
          step={ended === 'cancelled' ? trans.__('Go on') : trans.__('Try again')}
          onStep={download}
        />
      ) : (
        <ProblemNote problem={why} actions={{ retry: download, login: onLogin }} />
      );
    }
    case 'other-value':
      return (
        <Note
          words={trans.__('%1 holds something else in this kernel.', wish.variable)}
          step={trans.__('Replace it')}
          onStep={again}
        />
      );
    case 'other-language':
      return (
        <Note
          words={trans.__(
            'This notebook’s kernel speaks %1; variables are bound in %2 so far.',
            state.language,
            knownLanguages()
          )}
        />
      );
    case 'bad-name':
      return <Note words={nameWords(state.fault, trans)} />;
    case 'other-catalogue':
      return (
        <Note
          words={trans.__(
            'This was attached from the catalogue at %1, which is none of the instances here.',
            state.host
          )}
          {...(state.here === null
            ? {}
            : {
                step: trans.__('Use %1 instead', lake.find(state.here)?.label ?? state.here),
                onStep: () => {
                  model.useCatalogue(attachment, state.here ?? '');
                }
              })}
        />
      );
    case 'failed':
      return (
        <>
          <ProblemNote
            problem={problem(
              'kernel',
              state.reason === ''
                ? trans.__('The kernel did not say that it took the variable.')
                : trans.__('The kernel did not take the variable: %1', state.reason)
            )}
            actions={{ retry: again }}
          />
          <details className="lakeside-failures">
            <summary>{trans.__('What was sent')}</summary>
            <pre>{state.code}</pre>
          </details>
        </>
      );
    case 'problem':
      return <ProblemNote problem={state.problem} actions={{ login: onLogin, retry: again }} />;
  }
}

interface NoteProps {
  readonly words: string;
  readonly step?: string;
  readonly onStep?: () => void;
}

function Note({ words, step, onStep }: NoteProps): ReactElement {
  return (
    <div className="lakeside-note" role="status">
      {words}
      {step !== undefined && onStep !== undefined && (
        <>
          {' '}
          <Link onClick={onStep}>{step}</Link>
        </>
      )}
    </div>
  );
}
