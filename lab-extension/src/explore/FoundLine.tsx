import type { ReactElement } from 'react';

import type { Problem } from '../lake/problem';
import { number } from '../parts/format';
import { useTrans } from '../parts/hooks';
import type { ExploreModel } from './exploreModel';
import { endOfWord } from './filters';
import { FIRST_PAGE, type Found } from './foundTree';

/** How much was found, and whether that is all. */
export function FoundLine({ model }: { readonly model: ExploreModel }): ReactElement | null {
  const trans = useTrans();
  const { found, searching } = model;
  if (searching) {
    return <>{trans.__('Searching…')}</>;
  }
  if (found === null) {
    return null;
  }
  if (found.reading !== null) {
    // The number that grows is for the eye: read out at each change, it would drown everything else.
    return (
      <>
        <span className="lakeside-unseen">
          {trans.__('More than %1 matches, reading on…', number(FIRST_PAGE))}
        </span>
        <span aria-hidden="true">
          {trans.__('More than %1 matches, reading on…', number(Math.max(found.reading, found.shown)))}
        </span>
      </>
    );
  }
  return <>{countWords(found, trans)}</>;
}

function countWords({ shown, more, canRead, total, cut }: Found, trans: ReturnType<typeof useTrans>): string {
  const all = Math.max(total ?? 0, shown);
  if (cut === 'limit') {
    return trans.__('More than %1 matches; so many are read, search for less to see the others', number(all));
  }
  if (cut === 'stalled') {
    return trans.__('At least %1 matches; Rucio stopped sending, search again for the others', number(all));
  }
  if (total === null && more) {
    return canRead
      ? trans.__('More than %1 matches; scroll on to read them', number(shown))
      : trans.__('More than %1 matches, the first %1 shown', number(shown));
  }
  return all === 0
    ? trans.__('Nothing of that name. Check the scope, or search for part of the name.')
    : trans._n('%2 match', '%2 matches', all, number(all));
}

/** What the service took the words for, where that is not plain. */
export function Notes({ model }: { readonly model: ExploreModel }): ReactElement | null {
  const notes = model.understood?.notes ?? [];
  return notes.length === 0 || model.searching ? null : (
    <ul className="lakeside-understood">
      {notes.map(note => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

interface FaultProps {
  readonly id: string;
  readonly words: string;
  readonly problem: Problem;
}

/** Words that could not be understood, with the place marked. Said softly: somebody may still be typing. */
export function Fault({ id, words, problem }: FaultProps): ReactElement {
  const { at, detail, remedy } = problem;
  const end = at === null ? 0 : endOfWord(words, at);
  return (
    <div id={id} className="lakeside-note lakeside-mod-mild" role="status">
      {at !== null && (
        <code className="lakeside-words">
          {words.slice(Math.max(0, at - 30), at)}
          <mark>{words.slice(at, end) === '' ? '\u00a0' : words.slice(at, end)}</mark>
          {words.slice(end, end + 30)}
        </code>
      )}
      {detail} {remedy}
    </div>
  );
}
