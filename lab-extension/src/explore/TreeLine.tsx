import {
  LabIcon,
  caretDownIcon,
  caretRightIcon,
  closeIcon,
  downloadIcon,
  ellipsesIcon
} from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';

import type { Row } from '../lake/wire';
import { IconButton } from '../parts/IconButton';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { ProblemNote } from '../parts/ProblemNote';
import { StateIcon } from '../parts/StateIcon';
import type { Availability } from '../lake/detailsWire';
import { files, moment, number, percent, size } from '../parts/format';
import { useTrans } from '../parts/hooks';
import { containerIcon, datasetIcon, fileIcon, loopIcon } from '../parts/icons';
import type { DidLine, Line } from './lines';
import { isMarked } from './spoken';

const ICONS: Record<Row['type'], LabIcon> = {
  FILE: fileIcon,
  DATASET: datasetIcon,
  CONTAINER: containerIcon
};

export interface LineActions {
  readonly toggle: (key: string) => void;
  readonly showMore: (parent: string | null) => void;
  /** Reads the listing below a line anew. */
  readonly refresh: (key: string) => void;
  /** Absent where notebooks are switched off. */
  readonly attach: ((row: Row) => void) | null;
  readonly download: ((row: Row) => void) | null;
  readonly cancel: ((row: Row) => void) | null;
  readonly menu: (line: DidLine, below: HTMLElement) => void;
  readonly login: () => void;
}

interface Props {
  readonly line: Line;
  /** The keyboard is at this line, so that its buttons are in reach. */
  readonly current: boolean;
  /** Whether storages can give it; null while nobody knows. */
  readonly away: Availability | null;
  readonly actions: LineActions;
}

/** What stands on one line of the tree. */
export function TreeLine({ line, current, away, actions }: Props): ReactElement {
  const trans = useTrans();
  switch (line.kind) {
    case 'did':
      return <DidOnLine {...{ line, current, away, actions }} />;
    case 'loading':
      return (
        <span className="lakeside-dim">
          {line.shown === 0
            ? trans.__('Loading…')
            : line.read === null || line.read <= line.shown
              ? trans.__('Reading on…')
              : trans.__('Reading on… %1 read', number(line.read))}
        </span>
      );
    case 'empty':
      return <span className="lakeside-dim">{trans.__('Nothing in it.')}</span>;
    case 'problem':
      return (
        <ProblemNote
          problem={line.problem}
          actions={{
            retry: () => {
              actions.showMore(line.parent);
            },
            login: actions.login
          }}
        />
      );
    case 'beside': {
      const when = line.asked === null ? '' : moment(line.asked);
      return (
        <span className="lakeside-note lakeside-mod-mild">
          {when === '' ? '' : trans.__('As of %1.', when)} {line.problem.detail}{' '}
          <Link
            onClick={() => {
              actions.refresh(line.parent ?? '');
            }}
          >
            {trans.__('Refresh')}
          </Link>
        </span>
      );
    }
    case 'cut':
      return (
        <span className="lakeside-dim lakeside-wrapped">
          {line.why === 'limit'
            ? trans.__('The list ends here, at %1 rows: that is as many as are read.', number(line.shown))
            : trans.__('The list ends here: Rucio stopped sending it. There may be more.')}
        </span>
      );
    case 'more':
      return (
        <Link
          onClick={() => {
            actions.showMore(line.parent);
          }}
        >
          {line.total === null
            ? trans.__('Show more')
            : trans.__('Show more: %1 of %2 shown', number(line.shown), number(line.total))}
        </Link>
      );
  }
}

function DidOnLine({ line, current, away, actions }: Props & { readonly line: DidLine }): ReactElement {
  const trans = useTrans();
  const { row } = line;
  const Icon = ICONS[row.type];
  const caret = line.expanded === null ? null : line.expanded ? caretDownIcon : caretRightIcon;
  const { here } = row;
  const coming = here.state === 'downloading';
  const part =
    coming && here.bytes !== null && here.bytes > 0 ? Math.min(1, here.bytesHere / here.bytes) : null;
  const reach = current ? 0 : -1;
  return (
    <>
      <span
        className="lakeside-caret"
        aria-hidden="true"
        onClick={event => {
          event.stopPropagation();
          actions.toggle(line.key);
        }}
      >
        {caret !== null && <caret.react tag="span" width="14px" height="14px" />}
      </span>
      <Icon.react className="lakeside-type" tag="span" width="14px" height="14px" />
      <Name>{row.name}</Name>
      {line.isLoop && (
        <span className="lakeside-loop" title={trans.__('Contains itself: it is open above already')}>
          <loopIcon.react tag="span" width="12px" height="12px" />
        </span>
      )}
      <span className="lakeside-facts" aria-hidden="true">
        {row.type !== 'FILE' && row.files !== null && (
          <span className="lakeside-count">{files(row.files, trans)}</span>
        )}
        <span className="lakeside-size">
          {part !== null ? percent(part) : row.bytes === null ? '' : size(row.bytes)}
        </span>
        {isMarked(row, away) ? <StateIcon here={here} away={away} /> : <span className="lakeside-state" />}
      </span>
      <span className="lakeside-actions">
        {actions.attach !== null && (
          <button
            type="button"
            className="lakeside-small-button"
            tabIndex={reach}
            title={trans.__('Attach to the notebook as a variable')}
            onClick={event => {
              event.stopPropagation();
              actions.attach?.(row);
            }}
          >
            {trans.__('Attach')}
          </button>
        )}
        {coming && actions.cancel !== null ? (
          <IconButton
            icon={closeIcon}
            label={trans.__('Cancel the download')}
            tabIndex={reach}
            onClick={() => {
              actions.cancel?.(row);
            }}
          />
        ) : (
          here.state !== 'here' &&
          actions.download !== null && (
            <IconButton
              icon={downloadIcon}
              label={trans.__('Download')}
              tabIndex={reach}
              onClick={() => {
                actions.download?.(row);
              }}
            />
          )
        )}
        <IconButton
          icon={ellipsesIcon}
          label={trans.__('More')}
          tabIndex={reach}
          hasMenu
          onClick={({ currentTarget }) => {
            actions.menu(line, currentTarget);
          }}
        />
      </span>
      {coming && (
        <span
          className="lakeside-line-progress"
          style={{ width: `${String((part ?? 0) * 100)}%` }}
          aria-hidden="true"
        />
      )}
    </>
  );
}
