import { isAbort } from '../lake/api';
import type { LakeModel } from '../lake/lakeModel';
import type { Credentials, Found, LoginKind, LoginOptions } from '../lake/loginWire';
import { Model } from '../lake/model';
import { type Problem, problem, problemOf } from '../lake/problem';

/** How a person wants to log in. */
export type Way = 'password' | 'certificate' | 'proxy' | 'browser' | 'token';

const WAYS: Record<LoginKind, readonly Way[]> = {
  userpass: ['password'],
  x509: ['certificate'],
  proxy: ['proxy'],
  oidc: ['browser', 'token']
};

/** What a VO has for a person: being asked for, there, or refused. */
export type Offer = 'asking' | readonly string[] | Problem;

/** A login that goes on at a page in the browser, and whether that shows a code in the end. */
export interface Elsewhere {
  readonly page: string;
  readonly mode: 'wait' | 'code';
}

/**
 * The login that is open, one attempt after the other. Passwords, passphrases, keys and tokens pass through and are
 * not kept: not here, not after a refusal, not for choosing an account.
 */
export class LoginModel extends Model {
  constructor(private readonly lake: LakeModel) {
    super();
    lake.changed.connect(this.onLake, this);
  }

  /** The instance whose form is open, if one is. */
  get instance(): string | null {
    return this._instance;
  }

  /** Ways that the instance takes; a password where it does not say. */
  get ways(): readonly Way[] {
    const kinds = this.lake.find(this._instance ?? '')?.logins ?? [];
    return kinds.length === 0 ? ['password'] : kinds.flatMap(kind => WAYS[kind]);
  }

  get way(): Way {
    return this._way !== null && this.ways.includes(this._way) ? this._way : (this.ways[0] ?? 'password');
  }

  /** What lies where the service runs, and what the settings want; null until that is known. */
  get options(): LoginOptions | null {
    return this._options;
  }

  /** The certificate that was found and that the person wants to use, instead of files of their own. */
  get picked(): Found | null {
    return this._picked;
  }

  get busy(): boolean {
    return this._attempt !== null;
  }

  get problem(): Problem | null {
    return this._problem;
  }

  /** Accounts that Rucio asked to choose from; empty where it does not say which, null if it did not ask. */
  get accounts(): readonly string[] | null {
    return this._accounts;
  }

  get elsewhere(): Elsewhere | null {
    return this._elsewhere;
  }

  /** A renewal that a person has asked for is under way. */
  get renewing(): boolean {
    return this._renewing;
  }

  /** Why it came to nothing. */
  get renewal(): Problem | null {
    return this._renewal;
  }

  offer(vo: string): Offer | null {
    return this._offers.get(vo) ?? null;
  }

  open(instance: string): void {
    if (instance !== this._instance) {
      this.reset();
      this._way = WAY_OF[this.lake.find(instance)?.login.source ?? ''] ?? null;
    }
    this._instance = instance;
    this._problem = null;
    this._renewal = null;
    this._accounts = null;
    this.tell();
    void this.loadOptions(instance);
  }

  close(): void {
    const instance = this._instance;
    const waits = this._elsewhere?.mode === 'wait';
    this.reset();
    this._instance = null;
    this.tell();
    if (instance !== null && waits) {
      // Nobody waits for that page any more. If this does not get through, the wait ends by itself.
      this.lake.giveUpBrowser(instance).catch(() => undefined);
    }
  }

  setWay(way: Way): void {
    this._way = way;
    this._problem = null;
    this._accounts = null;
    this._elsewhere = null;
    this.tell();
  }

  /** Goes on with something that was found: at once where nothing else is needed. */
  use(found: Found): void {
    if (found.kind === 'certificate') {
      this._picked = found;
      this.setWay('certificate');
    } else if (found.login !== null) {
      void this.send(found.login);
    }
  }

  pickNone(): void {
    this._picked = null;
    this.tell();
  }

  async send(credentials: Credentials): Promise<void> {
    const instance = this._instance;
    if (instance === null || this.busy) {
      return;
    }
    const attempt = new AbortController();
    this._attempt = attempt;
    this._problem = null;
    this.tell();
    try {
      const answer = await this.lake.login(instance, credentials, attempt.signal);
      if (this._attempt === attempt) {
        if (answer.kind === 'browser') {
          this._elsewhere = answer;
          this._hasWaited = false;
          this._wasIn = this.lake.find(instance)?.login.state === 'logged-in';
        } else {
          this.reset();
          this._instance = null;
        }
      }
    } catch (thrown) {
      if (this._attempt === attempt) {
        this._problem = problemOf(thrown);
        if (this._problem.type === 'choose-account') {
          this._accounts = this._problem.accounts;
        }
      }
    } finally {
      if (this._attempt === attempt || this._instance === null) {
        this._attempt = null;
        this.tell();
      }
    }
  }

  /** Asks a VO what it has for whoever this is. */
  async ask(vo: string, credentials: Credentials): Promise<void> {
    const instance = this._instance;
    if (instance === null || this._offers.get(vo) === 'asking') {
      return;
    }
    const offers = this._offers;
    offers.set(vo, 'asking');
    this.tell();
    try {
      offers.set(vo, await this.lake.api.memberships(instance, vo, credentials));
    } catch (thrown) {
      offers.set(vo, problemOf(thrown));
    }
    this.tell();
  }

  /** Renews a login before it is time. What is still good stays when that fails. */
  async renew(instance: string): Promise<void> {
    if (this._renewing) {
      return;
    }
    this._renewing = true;
    this._renewal = null;
    this.tell();
    try {
      await this.lake.renewLogin(instance);
    } catch (thrown) {
      this._renewal = problemOf(thrown);
    }
    this._renewing = false;
    this.tell();
  }

  private async loadOptions(instance: string): Promise<void> {
    this._asking?.abort();
    const asking = new AbortController();
    this._asking = asking;
    try {
      const options = await this.lake.api.loginOptions(instance, asking.signal);
      if (this._asking === asking) {
        this._options = options;
        this.tell();
      }
    } catch (thrown) {
      if (!isAbort(thrown) && this._asking === asking) {
        // One can log in without knowing what lies there.
        this._options = { found: [], vos: [], voms: [], hours: 12, account: null };
        this.tell();
      }
    }
  }

  /** A login in the browser ends without an answer to anybody here: the service's next word says how. */
  private onLake(): void {
    if (this._instance === null || this._elsewhere?.mode !== 'wait') {
      return;
    }
    const login = this.lake.find(this._instance)?.login;
    if (login?.browser != null) {
      this._hasWaited = true;
      return;
    }
    // Whoever was logged in before still is, until the service has said that it waits and then waits no more.
    if (login === undefined || (!this._hasWaited && (this._wasIn || login.state !== 'logged-in'))) {
      return;
    }
    this._elsewhere = null;
    if (login.warning?.kind === 'browser-failed') {
      this._problem = problem('browser-failed', login.warning.detail, login.warning.remedy);
    } else if (login.state === 'logged-in') {
      this.reset();
      this._instance = null;
    }
    this.tell();
  }

  private reset(): void {
    this._asking?.abort();
    this._asking = null;
    this._attempt?.abort();
    this._attempt = null;
    this._options = null;
    this._picked = null;
    this._problem = null;
    this._accounts = null;
    this._elsewhere = null;
    this._offers = new Map();
    this._way = null;
  }

  private _instance: string | null = null;
  private _way: Way | null = null;
  /** What the form that is open now waits for; an answer to any other is not for it. */
  private _attempt: AbortController | null = null;
  private _asking: AbortController | null = null;
  private _options: LoginOptions | null = null;
  private _picked: Found | null = null;
  private _problem: Problem | null = null;
  private _accounts: readonly string[] | null = null;
  private _elsewhere: Elsewhere | null = null;
  /** The service has said that it waits for the browser. */
  private _hasWaited = false;
  private _renewing = false;
  private _renewal: Problem | null = null;
  private _wasIn = false;
  private _offers = new Map<string, Offer>();
}

/** The way that a login of this source came. */
const WAY_OF: Record<string, Way | undefined> = {
  password: 'password',
  certificate: 'certificate',
  proxy: 'proxy',
  token: 'token',
  hub: 'token',
  browser: 'browser'
};
