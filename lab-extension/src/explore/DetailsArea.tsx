import type { ReactElement } from 'react';

import type { Attachment } from '../notebook/attachment';
import type { Row } from '../lake/wire';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { files, kind, number, size, whereabouts } from '../parts/format';
import { useTrans } from '../parts/hooks';
import type { Details } from './closeLook';
import { isUnlisted } from './hereOf';

interface Props {
  readonly details: Details;
  readonly attachment: Attachment | null;
  readonly onCopy: () => void;
  readonly onAgain: () => void;
}

/** Below the heading "Here", where the icon's words would say it twice. */
function onDisk(row: Row, trans: ReturnType<typeof useTrans>): string {
  switch (row.here.state) {
    case 'here':
      return trans.__('all of it, verified');
    case 'elsewhere':
      return isUnlisted(row)
        ? trans.__('not downloaded as a whole; open it to see its files')
        : trans.__('nothing yet');
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
export function DetailsArea({ details, attachment, onCopy, onAgain }: Props): ReactElement {
  const trans = useTrans();
  const { row, more, replicas, problem } = details;
  const bytes = more?.bytes ?? row.bytes;
  const count = more?.files ?? row.files;
  const facts = [
    ...(row.type !== 'FILE' && count !== null ? [files(count, trans)] : []),
    ...(bytes === null ? [] : [size(bytes)]),
    ...(more?.open == null || row.type === 'FILE' ? [] : [more.open ? trans.__('open') : trans.__('closed')])
  ];
  return (
    <section className="lakeside-details" aria-label={trans.__('Details')}>
      <div className="lakeside-title-line">
        <strong>
          <Name tail={12}>{row.name}</Name>
        </strong>
        <Link onClick={onCopy}>{trans.__('Copy DID')}</Link>
      </div>
      <dl>
        <dt>{kind(row, trans)}</dt>
        <dd>{facts.length === 0 ? trans.__('size not known') : facts.join(', ')}</dd>
        <dt>{trans.__('Scope')}</dt>
        <dd>
          <Name>{row.scope}</Name>
        </dd>
        <dt>{trans.__('Here')}</dt>
        <dd>{onDisk(row, trans)}</dd>
        {attachment !== null && (
          <>
            <dt>{trans.__('Variable')}</dt>
            <dd>
              <code>{attachment.wish.variable}</code>
            </dd>
          </>
        )}
        {replicas !== null && (
          <>
            <dt>{trans.__('Replicas')}</dt>
            <dd>{replicas.length === 0 ? trans.__('none') : replicas.map(({ rse }) => rse).join(', ')}</dd>
          </>
        )}
        {more?.account != null && (
          <>
            <dt>{trans.__('Owner')}</dt>
            <dd>{more.account}</dd>
          </>
        )}
        {problem !== null && (
          <>
            <dt>{trans.__('More')}</dt>
            <dd>
              {problem.detail}{' '}
              <Link onClick={onAgain}>
                {problem.retryAfter === null
                  ? trans.__('Try again')
                  : trans.__('Try again (in %1 s)', number(problem.retryAfter))}
              </Link>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
