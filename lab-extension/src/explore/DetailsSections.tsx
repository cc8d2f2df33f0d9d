import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import { useId, useRef, type ReactElement, type ReactNode } from 'react';

import type { Metadatum, Parent, RseShare, Rule } from '../lake/detailsWire';
import type { Row } from '../lake/wire';
import { Link } from '../parts/Link';
import { Name } from '../parts/Name';
import { files, moment, number, shown, size } from '../parts/format';
import { useTrans } from '../parts/hooks';
import type { Details, Section, SectionName } from './closeLook';
import type { DetailsActions } from './DetailsArea';

interface Props {
  readonly details: Details;
  readonly isOpenData: boolean;
  readonly actions: DetailsActions;
}

/** What takes Rucio longer, each part by itself and only where somebody has opened it. */
export function DetailsSections({ details, isOpenData, actions }: Props): ReactElement {
  const trans = useTrans();
  const { row, sections } = details;
  const { shares, rules, metadata, parents } = sections;
  return (
    <>
      <Part
        {...{ actions }}
        name="shares"
        title={trans.__('Replicas')}
        section={shares}
        rest={trans.__(
          'Not everything in it was counted: RSEs may have more of it, and there may be others.'
        )}
      >
        {(each, isPart) => <ShareLine key={each.rse} share={each} type={row.type} isPart={isPart} />}
      </Part>
      {!isOpenData && (
        <Part {...{ actions }} name="rules" title={trans.__('Rules')} section={rules}>
          {each => <RuleLine key={each.id} rule={each} />}
        </Part>
      )}
      <Part {...{ actions }} name="metadata" title={trans.__('Metadata')} section={metadata}>
        {each => <MetadataLine key={each.key} entry={each} />}
      </Part>
      {!isOpenData && (
        <Part {...{ actions }} name="parents" title={trans.__('Parents')} section={parents}>
          {each => <ParentLine key={each.did} parent={each} onGo={actions.goTo} />}
        </Part>
      )}
    </>
  );
}

interface PartProps<T> {
  readonly name: SectionName;
  readonly title: string;
  readonly section: Section<T>;
  readonly actions: DetailsActions;
  /** What is said below the rows when there is more than they tell of. */
  readonly rest?: string;
  /** Draws one of the rows; `isPart`: there is more than they tell of. */
  readonly children: (each: T, isPart: boolean) => ReactNode;
}

function Part<T>({ name, title, section, actions, rest, children }: PartProps<T>): ReactElement | null {
  const trans = useTrans();
  const id = useId();
  const head = useRef<HTMLButtonElement>(null);
  const { isOpen, answer, problem } = section;
  if (problem?.type === 'not-found') {
    return null; // an older service knows nothing of it
  }
  const Caret = isOpen ? caretDownIcon : caretRightIcon;
  return (
    <div className="lakeside-section">
      <button
        ref={head}
        type="button"
        className="lakeside-section-head"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => {
          actions.toggle(name);
        }}
      >
        <Caret.react tag="span" width="14px" height="14px" />
        {title}
        {isOpen && answer !== null && answer.rows.length > 1 && (
          <span className="lakeside-dim">
            {!answer.more
              ? number(answer.rows.length)
              : rest === undefined
                ? trans.__('more than %1', number(answer.rows.length))
                : trans.__('at least %1', number(answer.rows.length))}
          </span>
        )}
      </button>
      {isOpen && (
        <div id={id} role="group" aria-label={title} aria-busy={answer === null && problem === null}>
          {problem !== null ? (
            <p className="lakeside-part-note">
              {problem.detail}{' '}
              <Link
                label={trans.__('Try again: %1', title)}
                onClick={() => {
                  head.current?.focus(); // this button goes with the problem
                  actions.again(name);
                }}
              >
                {trans.__('Try again')}
              </Link>
            </p>
          ) : answer === null ? (
            <p className="lakeside-part-note lakeside-dim">{trans.__('Asking…')}</p>
          ) : answer.rows.length === 0 && !(answer.more && rest !== undefined) ? (
            <p className="lakeside-part-note lakeside-dim">{trans.__('None.')}</p>
          ) : (
            <>
              {answer.rows.length > 0 && (
                <ul className="lakeside-parts">{answer.rows.map(each => children(each, answer.more))}</ul>
              )}
              {answer.more && rest !== undefined && <p className="lakeside-part-note lakeside-dim">{rest}</p>}
            </>
          )}
        </div>
      )}
    </div>
  );
}

interface ShareProps {
  readonly share: RseShare;
  readonly type: Row['type'];
  /** There are files that were not counted. */
  readonly isPart: boolean;
}

function ShareLine({ share, type, isPart }: ShareProps): ReactElement {
  const trans = useTrans();
  const words: Record<string, string> = {
    complete: type === 'FILE' ? trans.__('available') : trans.__('complete'),
    partial: isPart
      ? trans.__('%1 of more than %2', number(share.available), files(share.files, trans))
      : trans.__('%1 of %2', number(share.available), files(share.files, trans)),
    unavailable: trans.__('unavailable'),
    suspicious: trans.__('suspicious'),
    bad: trans.__('bad')
  };
  // All that was counted is there: nothing is known to be missing.
  const isUncounted = isPart && share.state === 'partial' && share.available >= share.files;
  return (
    <li className="lakeside-part" data-state={isUncounted ? 'uncounted' : share.state}>
      <Name>{share.rse}</Name>
      <span className="lakeside-part-facts">
        {[
          ...(share.isTape ? [trans.__('tape')] : []),
          ...(share.bytes === null || share.available === 0 ? [] : [size(share.bytes)]),
          words[share.state] ?? shown(share.state)
        ].join(' · ')}
      </span>
    </li>
  );
}

function RuleLine({ rule }: { readonly rule: Rule }): ReactElement {
  const trans = useTrans();
  const { rses, state, copies, locks, expires, account, comment, error } = rule;
  const all = locks.ok + locks.replicating + locks.stuck;
  const facts = [
    trans._n('%2 copy', '%2 copies', copies, number(copies)),
    ...(all === 0 || locks.ok === all
      ? []
      : [trans.__('%1 of %2 there', number(locks.ok), files(all, trans))]),
    ...(locks.stuck === 0 ? [] : [trans.__('%1 stuck', number(locks.stuck))]),
    expires === null ? trans.__('without end') : trans.__('until %1', moment(expires)),
    ...(account === null ? [] : [shown(account)])
  ];
  return (
    <li className="lakeside-part lakeside-mod-rule" data-state={state.toLowerCase()}>
      <Name>{rses}</Name>
      <span className="lakeside-part-facts">{stateWords(state, trans)}</span>
      <span className="lakeside-part-more">{facts.join('\u00a0· ')}</span>
      {error !== null && <span className="lakeside-part-more lakeside-mod-bad">{shown(error)}</span>}
      {comment !== null && <span className="lakeside-part-more">{shown(comment)}</span>}
    </li>
  );
}

function stateWords(state: string, trans: ReturnType<typeof useTrans>): string {
  const words: Record<string, string> = {
    OK: trans.__('OK'),
    REPLICATING: trans.__('replicating'),
    STUCK: trans.__('stuck'),
    SUSPENDED: trans.__('suspended'),
    WAITING_APPROVAL: trans.__('waits for approval'),
    INJECT: trans.__('being made')
  };
  return words[state] ?? shown(state.toLowerCase());
}

function MetadataLine({ entry }: { readonly entry: Metadatum }): ReactElement {
  return (
    <li className="lakeside-part lakeside-mod-pair">
      <span className="lakeside-dim">{shown(entry.key)}</span>
      <span className="lakeside-value">{shown(entry.value)}</span>
    </li>
  );
}

function ParentLine({
  parent,
  onGo
}: {
  readonly parent: Parent;
  readonly onGo: (did: string) => void;
}): ReactElement {
  return (
    <li className="lakeside-part">
      <button
        type="button"
        className="lakeside-link lakeside-mod-name"
        aria-label={shown(parent.did)}
        onClick={() => {
          onGo(parent.did);
        }}
      >
        <Name>{parent.did}</Name>
      </button>
    </li>
  );
}
