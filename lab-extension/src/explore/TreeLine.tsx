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
import { files, number, percent, size } from '../parts/format';
import { useTrans } from '../parts/hooks';
import { containerIcon, datasetIcon, fileIcon } from '../parts/icons';
import { isUnseen } from './hereOf';
import type { Line } from './tree';

const ICONS: Record<Row['type'], LabIcon> = {
  FILE: fileIcon,
  DATASET: datasetIcon,
  CONTAINER: containerIcon
};

export interface LineActions {
  readonly toggle: (key: string) => void;
  readonly showMore: (parent: string | null) => void;
  /** Absent where notebooks are switched off. */
  readonly attach: ((row: Row) => void) | null;
  readonly download: ((row: Row) => void) | null;
  readonly cancel: ((row: Row) => void) | null;
  readonly menu: (row: Row, below: HTMLElement) => void;
  readonly login: () => void;
}

interface Props {
  readonly line: Line;
  /** The keyboard is at this line, so that its buttons are in reach. */
  readonly current: boolean;
  readonly actions: LineActions;
}

/** What stands on one line of the tree. */
export function TreeLine({ line, current, actions }: Props): ReactElement {
  const trans = useTrans();
  switch (line.kind) {
    case 'did':
      return <DidLine {...{ line, current, actions }} row={line.row} />;
    case 'loading':
      return <span className="lakeside-dim">{trans.__('Loading…')}</span>;
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

function DidLine({ line, row, current, actions }: Props & { readonly row: Row }): ReactElement {
  const trans = useTrans();
  const Icon = ICONS[row.type];
  const caret =
    line.kind === 'did' && line.expanded !== null ? (line.expanded ? caretDownIcon : caretRightIcon) : null;
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
      <span className="lakeside-facts" aria-hidden="true">
        {row.type !== 'FILE' && row.files !== null && (
          <span className="lakeside-count">{files(row.files, trans)}</span>
        )}
        <span className="lakeside-size">
          {part !== null ? percent(part) : row.bytes === null ? '' : size(row.bytes)}
        </span>
        {isUnseen(row) ? <span className="lakeside-state" /> : <StateIcon here={here} />}
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
            actions.menu(row, currentTarget);
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
