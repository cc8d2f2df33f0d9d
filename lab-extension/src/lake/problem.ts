import { type Fields, number, numberOrNull, text, textList, textOrNull } from './decode';

/** What went wrong, in words for a person: `detail` and `remedy` are shown, `type` alone is decided upon. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly remedy: string | null;
  readonly instance: string | null;
  readonly did: string | null;
  /** With a credential that cannot be used: what is wrong with it. */
  readonly reason: string | null;
  readonly report: string | null;
  /** Seconds the other side asked us to wait. */
  readonly retryAfter: number | null;
  /** Accounts to choose from, with `choose-account`. */
  readonly accounts: readonly string[];
  /** The log that says more, with `service-down`. */
  readonly log: string | null;
  /** With words that were not understood: the letter of them that it begins at. */
  readonly at: number | null;
}

/** A `Problem` on its way to whoever asked. */
export class LakeError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'LakeError';
  }
}

export function readProblem(from: Fields): Problem {
  return {
    type: text(from, 'type').replace(/^.*\/problems\//, ''),
    title: textOrNull(from, 'title') ?? '',
    status: from.status === undefined ? 0 : number(from, 'status'),
    detail: textOrNull(from, 'detail') ?? text(from, 'title'),
    remedy: textOrNull(from, 'remedy'),
    instance: textOrNull(from, 'instance'),
    did: textOrNull(from, 'did'),
    reason: textOrNull(from, 'reason'),
    report: textOrNull(from, 'report'),
    retryAfter: numberOrNull(from, 'retry_after'),
    accounts: textList(from, 'accounts'),
    log: textOrNull(from, 'log'),
    at: numberOrNull(from, 'at')
  };
}

/** A problem that the panel itself found. */
export function problem(type: string, detail: string, remedy: string | null = null): Problem {
  return {
    type,
    title: detail,
    status: 0,
    detail,
    remedy,
    instance: null,
    did: null,
    reason: null,
    report: null,
    retryAfter: null,
    accounts: [],
    log: null,
    at: null
  };
}

/** Whatever was thrown, as a problem that can be shown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof LakeError) {
    return thrown.problem;
  }
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return problem('unforeseen', words);
}

export type Action = 'login' | 'search' | 'retry' | 'reload';

/** The one step that a button beside the sentence takes. Decided by type, never by text. */
export function actionFor({ type }: Problem): Action | null {
  switch (type) {
    case 'not-logged-in':
    case 'login-expired':
    case 'wrong-credentials':
    case 'choose-account':
    case 'passphrase-needed':
    case 'credential-unusable':
      return 'login';
    case 'did-not-found':
    case 'bad-did':
      return 'search';
    case 'reload-page':
    case 'jupyter-login':
    case 'xsrf':
      return 'reload';
    case 'not-permitted':
    case 'bad-search':
    case 'no-such-instance':
    case 'header-missing':
    case 'cross-site':
    case 'jupyter-not-permitted':
    case 'update-service':
      return null;
    default:
      return 'retry';
  }
}

/** Whether the instance did not answer, whatever was asked of it. */
export function isInstanceAway({ type }: Problem): boolean {
  return ['rucio-unavailable', 'rucio-not-rucio', 'instance-silent'].includes(type);
}

/** Whether the service itself could not be reached, whatever was asked of it. */
export function isServiceGone({ type }: Problem): boolean {
  return [
    'service-down',
    'server-part-missing',
    'jupyter-unreachable',
    'jupyter-login',
    'misconfigured'
  ].includes(type);
}
