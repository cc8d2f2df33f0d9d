/**
 * What the service says of logins, as the panel's own values. Secrets only go to the service, never come from it.
 */
import {
  type Fields,
  UnreadableAnswer,
  fields,
  flag,
  list,
  moment,
  number,
  oneOf,
  text,
  textList,
  textOrNull
} from './decode';
import { type Problem, readProblem } from './problem';

export type LoginKind = 'userpass' | 'x509' | 'proxy' | 'oidc';

/** What is sent to log in: by kind, the fields that it has. */
export interface Credentials {
  readonly kind: LoginKind | 'current';
  readonly [field: string]: string | number | readonly string[];
}

/** What a community (VO) has signed in a grid proxy; the first FQAN is the primary one. */
export interface Membership {
  readonly vo: string;
  readonly fqans: readonly string[];
  readonly until: Date | null;
}

export interface GridProxy {
  readonly identity: string | null;
  readonly until: Date | null;
  readonly vos: readonly Membership[];
}

/** What a person should know before it hurts, and what the button beside it does. */
export interface Warning {
  readonly kind: string;
  readonly detail: string;
  readonly remedy: string | null;
  readonly action: 'renew' | 'log-in' | 'none';
}

export interface Login {
  /** "open": nobody has to log in. */
  readonly state: 'logged-in' | 'logged-out' | 'open';
  readonly account: string | null;
  readonly identity: string | null;
  readonly source: string | null;
  /** When it ends without a person; null: not while the service runs. */
  readonly until: Date | null;
  /** Renewed by itself until then. */
  readonly renews: boolean;
  readonly proxy: GridProxy | null;
  /** A login in a browser that is waited for. */
  readonly browser: { readonly page: string } | null;
  readonly warning: Warning | null;
}

/** Whether the instance can be asked for what somebody may see. */
export function mayAsk({ state }: Login): boolean {
  return state === 'logged-in' || state === 'open';
}

/** A login, or the page where a person goes on in the browser. */
export type LoginAnswer =
  | { readonly kind: 'login'; readonly login: Login }
  | { readonly kind: 'browser'; readonly page: string; readonly mode: 'wait' | 'code' };

/** Something that lies where the service runs and that one can log in with. */
export interface Found {
  readonly kind: 'hub' | 'token' | 'proxy' | 'certificate';
  readonly from: string;
  readonly identity: string | null;
  readonly until: Date | null;
  /** Why it cannot be used as it is. */
  readonly problem: Problem | null;
  readonly login: Credentials | null;
}

export interface LoginOptions {
  readonly found: readonly Found[];
  /** VOs whose servers are known. */
  readonly vos: readonly string[];
  /** Memberships that the settings want, as `vo` or `vo:/fqan,/fqan`. */
  readonly voms: readonly string[];
  readonly hours: number;
  readonly account: string | null;
}

const KINDS = ['userpass', 'x509', 'proxy', 'oidc'] as const;

/** Kinds that this panel does not know are those of a newer service. */
export function readKinds(from: Fields, key: string): readonly LoginKind[] {
  const given = textList(from, key);
  return KINDS.filter(kind => given.includes(kind));
}

export function readLogin(value: unknown): Login {
  const from = fields(value, 'the login');
  const source = textOrNull(from, 'source');
  return {
    state: oneOf(from, 'state', ['logged-in', 'logged-out', 'open'] as const),
    account: textOrNull(from, 'account'),
    identity: textOrNull(from, 'identity'),
    source,
    until: moment(from, 'until'),
    renews: isGiven(from.renews) ? flag(from, 'renews') : source === 'password',
    proxy: isGiven(from.proxy) ? readProxy(from.proxy) : null,
    browser: isGiven(from.browser) ? { page: page(fields(from.browser, 'the login in a browser')) } : null,
    warning: isGiven(from.warning) ? readWarning(from.warning) : null
  };
}

export function readLoginAnswer(value: unknown): LoginAnswer {
  const from = fields(value, 'the login');
  return from.page === undefined
    ? { kind: 'login', login: readLogin(value) }
    : { kind: 'browser', page: page(from), mode: oneOf(from, 'browser', ['wait', 'code'] as const) };
}

export function readOptions(value: unknown): LoginOptions {
  const from = fields(value, 'the ways to log in');
  return {
    found: list(from, 'found', readFound),
    vos: textList(from, 'vos'),
    voms: textList(from, 'voms'),
    hours: isGiven(from.hours) ? number(from, 'hours') : 12,
    account: textOrNull(from, 'account')
  };
}

export function readMemberships(value: unknown): readonly string[] {
  return textList(fields(value, 'the memberships'), 'memberships');
}

function readFound(value: unknown): Found {
  const from = fields(value, 'what was found');
  const login = isGiven(from.login) ? fields(from.login, 'what to send') : null;
  return {
    kind: oneOf(from, 'kind', ['hub', 'token', 'proxy', 'certificate'] as const),
    from: text(from, 'from'),
    identity: textOrNull(from, 'identity'),
    until: moment(from, 'until'),
    problem: isGiven(from.problem) ? readProblem(fields(from.problem, 'the problem')) : null,
    login: login === null ? null : readCredentials(login)
  };
}

function readCredentials(from: Fields): Credentials {
  const sent = Object.keys(from).map(key => [key, text(from, key)] as const);
  return { ...Object.fromEntries(sent), kind: oneOf(from, 'kind', KINDS) };
}

function readProxy(value: unknown): GridProxy {
  const from = fields(value, 'the proxy');
  return {
    identity: textOrNull(from, 'identity'),
    until: moment(from, 'until'),
    vos: list(from, 'vos', item => {
      const one = fields(item, 'the membership');
      return { vo: text(one, 'vo'), fqans: textList(one, 'fqans'), until: moment(one, 'until') };
    })
  };
}

function readWarning(value: unknown): Warning {
  const from = fields(value, 'the warning');
  const action = textOrNull(from, 'action');
  return {
    kind: text(from, 'kind'),
    detail: text(from, 'detail'),
    remedy: textOrNull(from, 'remedy'),
    action: action === 'renew' || action === 'log-in' ? action : 'none'
  };
}

/** A page that a browser may be sent to: no script, whoever wrote it. */
function page(from: Fields): string {
  const address = text(from, 'page');
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new UnreadableAnswer('"page" is no address that a browser may be sent to');
  }
  return address;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
