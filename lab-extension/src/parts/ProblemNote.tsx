import type { ReactElement } from 'react';

import { type Action, type Problem, actionFor } from '../lake/problem';
import { Link } from './Link';
import { useTrans } from './hooks';

interface Props {
  readonly problem: Problem;
  /** What the steps do here; a step nobody can take here is not offered. */
  readonly actions: Partial<Record<Action, () => void>>;
  /** Not a failure but a hint, such as an update. */
  readonly mild?: boolean;
}

/** What went wrong, in a sentence, with what to do about it and a button for the next step. */
export function ProblemNote({ problem, actions, mild = false }: Props): ReactElement {
  const trans = useTrans();
  const action = actionFor(problem);
  const step = action === null ? undefined : action === 'reload' ? reload : actions[action];
  const words: Record<Action, string> = {
    login: trans.__('Log in'),
    search: trans.__('Search'),
    retry: trans.__('Try again'),
    reload: trans.__('Reload the page')
  };
  const detail =
    problem.type === 'service-down'
      ? trans.__('The Lakeside service is not running: %1', problem.detail)
      : problem.detail;
  const remedy = problem.remedy === null || isSaid(problem.remedy, words, action) ? '' : ` ${problem.remedy}`;
  const log =
    problem.log === null || remedy.includes(problem.log) ? '' : ` ${trans.__('Its log is %1.', problem.log)}`;
  return (
    <div
      className={mild ? 'lakeside-note lakeside-mod-mild' : 'lakeside-note'}
      role={mild ? 'status' : 'alert'}
    >
      {detail}
      {remedy}
      {log}
      {step !== undefined && action !== null && (
        <>
          {' '}
          <Link onClick={step}>{words[action]}</Link>
        </>
      )}
    </div>
  );
}

/** A remedy that is no more than the button's own words is not said twice. */
function isSaid(remedy: string, words: Record<Action, string>, action: Action | null): boolean {
  return action !== null && remedy.replace(/\.$/, '').toLowerCase() === words[action].toLowerCase();
}

function reload(): void {
  window.location.reload();
}
