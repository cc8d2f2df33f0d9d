import type { ReactElement } from 'react';

import type { LakeModel } from '../lake/lakeModel';
import type { Download } from '../lake/wire';
import { knownLanguages } from '../languages';
import { Link } from '../parts/Link';
import { ProblemNote } from '../parts/ProblemNote';
import { Progress } from '../parts/Progress';
import { clock, files, number, percent } from '../parts/format';
import { useTrans } from '../parts/hooks';
import { badIcon, comingIcon, hereIcon } from '../parts/icons';
import { problem } from '../lake/problem';
import { isUnderWay, progressOf } from '../transfers/transfersModel';
import { progressWords } from '../transfers/words';
import type { Attachment, AttachmentState } from './attachment';
import type { NotebookModel } from './notebookModel';
import { changeWords } from './changeWords';
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
        <>
          <div className="lakeside-dim">
            {[
              ...(value === null
                ? []
                : [value.single ? trans.__('one file') : files(value.items.length, trans)]),
              ...(lake.instances.length > 1 ? [lake.find(attachment.instance ?? '')?.label ?? ''] : []),
              trans.__('read back at %1', clock(state.at))
            ].join(' · ')}
          </div>
          <Doubts {...{ model, attachment }} />
        </>
      );
    case 'asking':
      return lake.service.kind === 'down' ? (
        <div className="lakeside-dim">{trans.__('The Lakeside service is not running.')}</div>
      ) : null;
    case 'binding':
      return <div className="lakeside-dim">{trans.__('waiting for the kernel')}</div>;
    case 'no-kernel':
      return <div className="lakeside-dim">{trans.__('attached when a kernel starts')}</div>;
    case 'downloading':
      return (
        <Coming
          download={state.download}
          variable={wish.variable}
          after={trans.__('attached when all have come')}
        />
      );
    case 'elsewhere':
      return (
        <Note
          words={trans._n(
            '%2 file is not here yet.',
            '%2 files are not here yet.',
            state.missing,
            number(state.missing)
          )}
          step={trans.__('Download')}
          onStep={download}
        />
      );
    case 'unverified':
      return (
        <Note
          words={trans._n(
            '%2 file is here, but the catalogue has no checksum to verify it with. Whoever owns the dataset can add one.',
            '%2 files are here, but the catalogue has no checksums to verify them with. Whoever owns the dataset can add them.',
            state.count,
            number(state.count)
          )}
          step={trans.__('Attach without verifying')}
          onStep={() => {
            model.attachUnverified(attachment);
          }}
        />
      );
    case 'download-ended': {
      const { problem: why, state: ended } = state.download;
      return why === null ? (
        <Note
          words={
            ended === 'cancelled' ? trans.__('The download was cancelled.') : trans.__('The download failed.')
          }
          step={ended === 'cancelled' ? trans.__('Resume') : trans.__('Try again')}
          onStep={download}
        />
      ) : (
        <ProblemNote problem={why} actions={{ retry: download, login: onLogin }} />
      );
    }
    case 'other-value':
      return (
        <Note
          words={trans.__('%1 has another value in this kernel, which was left alone.', wish.variable)}
          step={trans.__('Set it to these files')}
          onStep={again}
        />
      );
    case 'other-language':
      return (
        <Note
          words={trans.__(
            'This notebook’s kernel runs %1; datasets can be attached in %2 so far. The paths can be copied.',
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
          words={trans.__('This notebook means the Rucio at %1, which is not set up here.', state.host)}
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
                ? trans.__(
                    'The kernel was sent %1 and did not confirm it. Restart the kernel, or try again.',
                    wish.variable
                  )
                : trans.__('Setting %1 in the kernel failed: %2', wish.variable, state.reason)
            )}
            actions={{ retry: again }}
          />
          <details className="lakeside-failures">
            <summary>{trans.__('Show the code that was run')}</summary>
            <pre>{state.code}</pre>
          </details>
        </>
      );
    case 'problem':
      return <ProblemNote problem={state.problem} actions={{ login: onLogin, retry: again }} />;
  }
}

/** What a person has to know of a variable that is set: files nobody could verify, and newer ones elsewhere. */
function Doubts({ model, attachment }: Pick<Props, 'model' | 'attachment'>): ReactElement {
  const trans = useTrans();
  const { unverified, changed, renewal } = attachment;
  const renew = (): void => void model.renew(attachment);
  return (
    <>
      {unverified > 0 && (
        <Note
          words={trans._n(
            '%2 file is not verified: the catalogue has no checksum for it.',
            '%2 files are not verified: the catalogue has no checksums for them.',
            unverified,
            number(unverified)
          )}
        />
      )}
      {renewal !== null && isUnderWay(renewal) && (
        <Coming
          download={renewal}
          variable={attachment.wish.variable}
          after={trans.__('the variable is set anew when all have come')}
        />
      )}
      {renewal?.problem != null && <ProblemNote problem={renewal.problem} actions={{ retry: renew }} />}
      {changed !== null && renewal === null && (
        <Note
          words={changeWords(changed, trans)}
          step={changed.files > 0 ? trans.__('Download the new files') : trans.__('Download again')}
          onStep={renew}
        />
      )}
    </>
  );
}

interface ComingProps {
  readonly download: Download;
  readonly variable: string;
  /** What happens when all has come. */
  readonly after: string;
}

function Coming({ download, variable, after }: ComingProps): ReactElement {
  const trans = useTrans();
  const words = progressWords(download, trans);
  return (
    <>
      <Progress label={trans.__('Download for %1', variable)} value={progressOf(download)} words={words} />
      <div className="lakeside-dim">{words}</div>
      <div className="lakeside-dim">{after}</div>
    </>
  );
}

interface NoteProps {
  readonly words: string;
  readonly step?: string;
  readonly onStep?: () => void;
}

function Note({ words, step, onStep }: NoteProps): ReactElement {
  return (
    <div className="lakeside-note lakeside-mod-mild" role="status">
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
