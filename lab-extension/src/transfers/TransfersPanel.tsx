import { closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';

import type { LakeModel } from '../lake/lakeModel';
import type { Download } from '../lake/wire';
import { IconButton } from '../parts/IconButton';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { ProblemNote } from '../parts/ProblemNote';
import { Progress } from '../parts/Progress';
import { files, moment, number, shown, size } from '../parts/format';
import { useModels, useTrans } from '../parts/hooks';
import { hereIcon } from '../parts/icons';
import { type TransfersModel, isUnderWay, progressOf } from './transfersModel';
import { progressWords } from './words';

interface Props {
  readonly model: TransfersModel;
  readonly lake: LakeModel;
  readonly onLogin: (instance: string) => void;
}

/** Downloads, newest first, and how much room they leave. */
export function TransfersPanel({ model, lake, onLogin }: Props): ReactElement {
  const trans = useTrans();
  useModels(model, lake);
  const { downloads, room, problem } = model;
  return (
    <div className="lakeside-transfers">
      {problem !== null && <ProblemNote problem={problem} actions={{ retry: () => void model.reload() }} />}
      {downloads.length === 0 && problem === null && (
        <p className="lakeside-welcome lakeside-dim">
          {trans.__('No downloads yet. The arrow beside a row in Explore starts one.')}
        </p>
      )}
      <ul className="lakeside-list" aria-label={trans.__('Downloads')}>
        {downloads.map(download => (
          <li key={download.id} className="lakeside-item" data-lakeside-did={download.did}>
            <Item {...{ download, model, lake, onLogin }} />
          </li>
        ))}
      </ul>
      {room !== null && (
        <div className="lakeside-foot" title={room.dir ?? undefined}>
          {room.free === null
            ? trans.__('%1 used', size(room.used))
            : trans.__('%1 used, %2 free', size(room.used), size(room.free))}
        </div>
      )}
    </div>
  );
}

function Item({ download, model, lake, onLogin }: Props & { readonly download: Download }): ReactElement {
  const trans = useTrans();
  const { did, state, problem, failures } = download;
  const name = did.slice(did.indexOf(':') + 1);
  const underWay = isUnderWay(download);
  const retry = (): void => void model.retry(download);
  const actions = {
    retry,
    login: (): void => {
      onLogin(download.instance);
    }
  };
  return (
    <>
      <div className="lakeside-title-line">
        <strong title={shown(did)}>
          <Name>{name}</Name>
        </strong>
        <Outcome download={download} />
        {underWay ? (
          <IconButton
            icon={closeIcon}
            label={trans.__('Cancel the download of %1', shown(name))}
            onClick={() => void model.cancel(download)}
          />
        ) : (
          <IconButton
            icon={closeIcon}
            label={trans.__('Remove %1 from this list; its files stay', shown(name))}
            onClick={() => void model.forget(download)}
          />
        )}
      </div>
      {underWay && (
        <Progress
          label={trans.__('Download of %1', shown(name))}
          value={progressOf(download)}
          words={facts(download, trans)}
        />
      )}
      <div className="lakeside-dim">{facts(download, trans)}</div>
      {underWay && <From download={download} />}
      {!underWay && problem !== null && state !== 'done' && (
        <ProblemNote problem={problem} actions={actions} />
      )}
      {state === 'cancelled' && problem === null && (
        <div className="lakeside-dim">
          {trans.__('What has come is kept.')} <Link onClick={retry}>{trans.__('Resume')}</Link>
        </div>
      )}
      {state === 'failed' && problem === null && (
        <div>
          <Link onClick={retry}>{trans.__('Try again')}</Link>
        </div>
      )}
      {failures.length > 0 && !(failures.length === 1 && failures[0]?.problem.detail === problem?.detail) && (
        <details className="lakeside-failures">
          <summary>
            {trans._n('%2 file failed', '%2 files failed', failures.length, number(failures.length))}
          </summary>
          <ul>
            {failures.map(failure => (
              <li key={failure.did}>
                <Name>{failure.did.slice(failure.did.indexOf(':') + 1)}</Name>
                <div className="lakeside-dim">{failure.problem.detail}</div>
              </li>
            ))}
          </ul>
        </details>
      )}
      {lake.instances.length > 1 && <div className="lakeside-dim">{lake.find(download.instance)?.label}</div>}
    </>
  );
}

function Outcome({ download }: { readonly download: Download }): ReactElement | null {
  const trans = useTrans();
  switch (download.state) {
    case 'done':
      return (
        <span className="lakeside-outcome lakeside-mod-good">
          <hereIcon.react tag="span" width="12px" height="12px" />
          {trans.__('verified')}
        </span>
      );
    case 'failed':
      return <span className="lakeside-outcome lakeside-mod-bad">{trans.__('failed')}</span>;
    case 'cancelled':
      return <span className="lakeside-outcome">{trans.__('cancelled')}</span>;
    case 'queued':
      return <span className="lakeside-outcome">{trans.__('waiting its turn')}</span>;
    case 'listing':
    case 'running':
      return null;
  }
}

function From({
  download: { waiting, sources, state }
}: {
  readonly download: Download;
}): ReactElement | null {
  const trans = useTrans();
  const words =
    waiting ??
    (state === 'listing'
      ? trans.__('Asking Rucio for the files')
      : sources.length === 0
        ? null
        : trans.__('from %1', sources.join(', ')));
  return words === null ? null : <div className="lakeside-dim">{words}</div>;
}

function facts(download: Download, trans: ReturnType<typeof useTrans>): string {
  const { bytes, files: count, ended } = download;
  if (!isUnderWay(download)) {
    return [
      ...(count.total === null ? [] : [files(count.total, trans)]),
      size(download.state === 'done' ? (bytes.total ?? bytes.done) : bytes.done),
      ...(ended === null ? [] : [moment(ended)])
    ].join(' · ');
  }
  return progressWords(download, trans);
}
