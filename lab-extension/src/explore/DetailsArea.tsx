import { useEffect, useRef, useState, type ReactElement } from 'react';

import type { Availability } from '../lake/detailsWire';
import type { Row } from '../lake/wire';
import type { Attachment } from '../notebook/attachment';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { ago, files, kind, moment, number, size, whereabouts } from '../parts/format';
import { useTicks, useTrans } from '../parts/hooks';
import type { Details, SectionName } from './closeLook';
import { DetailsSections } from './DetailsSections';
import type { Listing } from './foundTree';
import { isUnlisted } from './hereOf';

export interface DetailsActions {
  readonly copy: () => Promise<void>;
  readonly copyList: () => Promise<void>;
  readonly refresh: () => void;
  readonly again: (section: SectionName | null) => void;
  readonly toggle: (section: SectionName) => void;
  readonly goTo: (did: string) => void;
}

interface Props {
  readonly details: Details;
  /** What is known of the listing of what is in it; null where nobody has opened it. */
  readonly listing: Listing | null;
  readonly away: Availability | null;
  readonly isOpenData: boolean;
  /** Its page in the site's web interface. */
  readonly web: string | null;
  readonly attachment: Attachment | null;
  readonly actions: DetailsActions;
}

/** Below the heading "Here", where the icon's words would say it twice. */
function onDisk(row: Row, away: Availability | null, trans: ReturnType<typeof useTrans>): string {
  switch (row.here.state) {
    case 'here':
      return trans.__('all of it, verified');
    case 'elsewhere':
      return isUnlisted(row)
        ? trans.__('not downloaded as a whole; open it to see its files')
        : away === null || away === 'available' || away === 'unknown'
          ? trans.__('nothing yet')
          : whereabouts(row.here, trans, away);
    case 'unverified':
      return row.type === 'FILE'
        ? trans.__('all of it, but the catalogue has no checksum to verify it with')
        : trans.__('all of it, but the catalogue has no checksum to verify some files with');
    case 'bad':
      return trans.__('what came differed from the checksum in the catalogue, and was not kept');
    default:
      return whereabouts(row.here, trans);
  }
}

/** What is known of the row that is looked at; what Rucio has not said yet is left out. */
export function DetailsArea(props: Props): ReactElement {
  const { details, listing, away, isOpenData, web, attachment, actions } = props;
  const trans = useTrans();
  const { row, more, problem } = details;
  const isFile = row.type === 'FILE';
  const bytes = more?.bytes ?? row.bytes;
  const count = more?.files ?? row.files;
  const facts = [
    ...(!isFile && count !== null ? [files(count, trans)] : []),
    ...(bytes === null ? [] : [size(bytes)]),
    ...(more?.open == null || isFile ? [] : [more.open ? trans.__('open') : trans.__('closed')])
  ];
  return (
    <section className="lakeside-details" aria-label={trans.__('Details')}>
      <div className="lakeside-title-line">
        <strong>
          <Name tail={12}>{row.name}</Name>
        </strong>
      </div>
      <div className="lakeside-steps">
        <CopyLink copy={actions.copy}>{trans.__('Copy DID')}</CopyLink>
        {!isFile && <CopyLink copy={actions.copyList}>{trans.__('Copy list')}</CopyLink>}
        {web !== null && (
          <a className="lakeside-link" href={web} target="_blank" rel="noopener noreferrer">
            {trans.__('Web page')}
          </a>
        )}
      </div>
      <dl>
        <dt>{kind(row, trans)}</dt>
        <dd>{facts.length === 0 ? trans.__('size not known') : facts.join(', ')}</dd>
        <dt>{trans.__('Scope')}</dt>
        <dd>
          <Name>{row.scope}</Name>
        </dd>
        <dt>{trans.__('Here')}</dt>
        <dd>{onDisk(row, away, trans)}</dd>
        {attachment !== null && (
          <>
            <dt>{trans.__('Variable')}</dt>
            <dd>
              <code>{attachment.wish.variable}</code>
            </dd>
          </>
        )}
        {more?.account != null && more.account !== '' && (
          <>
            <dt>{trans.__('Owner')}</dt>
            <dd>{more.account}</dd>
          </>
        )}
        {listing !== null && (
          <>
            <dt>{trans.__('Listed')}</dt>
            <dd>
              <Age listing={listing} onRefresh={actions.refresh} />
            </dd>
          </>
        )}
        {problem !== null && (
          <>
            <dt>{trans.__('More')}</dt>
            <dd>
              {problem.detail}{' '}
              <Link
                onClick={() => {
                  actions.again(null);
                }}
              >
                {problem.retryAfter === null
                  ? trans.__('Try again')
                  : trans.__('Try again (in %1 s)', number(problem.retryAfter))}
              </Link>
            </dd>
          </>
        )}
      </dl>
      <DetailsSections details={details} isOpenData={isOpenData} actions={actions} />
    </section>
  );
}

/** How old the listing is, and a new one at a click. */
function Age({
  listing,
  onRefresh
}: {
  readonly listing: Listing;
  readonly onRefresh: () => void;
}): ReactElement {
  const trans = useTrans();
  useTicks(20_000);
  const { asked, isBusy } = listing;
  return (
    <>
      {asked !== null && <span title={moment(asked)}>{ago(asked, trans)}</span>}{' '}
      <Link
        onClick={() => {
          if (!isBusy) {
            onRefresh();
          }
        }}
      >
        {isBusy ? trans.__('Reading…') : trans.__('Refresh')}
      </Link>
    </>
  );
}

/** Says for a moment that it is done: the clipboard shows nothing. */
function CopyLink({
  copy,
  children
}: {
  readonly copy: () => Promise<void>;
  readonly children: string;
}): ReactElement {
  const trans = useTrans();
  const [state, setState] = useState<'ready' | 'busy' | 'done'>('ready');
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  useEffect(() => {
    if (state !== 'done') {
      return undefined;
    }
    const timer = setTimeout(() => {
      setState('ready');
    }, 2000);
    return () => {
      clearTimeout(timer);
    };
  }, [state]);
  const run = async (): Promise<void> => {
    setState('busy');
    const isDone = await copy().then(
      () => true,
      () => false
    );
    if (!isGone.current) {
      setState(isDone ? 'done' : 'ready');
    }
  };
  return (
    <Link onClick={() => void run()}>
      {state === 'done' ? trans.__('Copied') : state === 'busy' ? trans.__('Copying…') : children}
    </Link>
  );
}
