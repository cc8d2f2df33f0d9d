import type { Credentials } from '../lake/api';
import type { LakeModel } from '../lake/lakeModel';
import { Model } from '../lake/model';
import { type Problem, problemOf } from '../lake/problem';

/**
 * One attempt to log in after the other. A password passes through and is not kept: not here, not after a
 * refusal, not for choosing an account.
 */
export class LoginModel extends Model {
  constructor(private readonly lake: LakeModel) {
    super();
  }

  /** The instance whose form is open, if one is. */
  get instance(): string | null {
    return this._instance;
  }

  get busy(): boolean {
    return this._attempt !== null;
  }

  get problem(): Problem | null {
    return this._problem;
  }

  /** Accounts that Rucio asked to choose from. */
  get accounts(): readonly string[] {
    return this._accounts;
  }

  open(instance: string): void {
    if (instance !== this._instance) {
      this._attempt = null;
    }
    this._instance = instance;
    this._problem = null;
    this._accounts = [];
    this.tell();
  }

  close(): void {
    this._attempt = null;
    this._instance = null;
    this._problem = null;
    this.tell();
  }

  async send(credentials: Credentials): Promise<void> {
    const instance = this._instance;
    if (instance === null || this.busy) {
      return;
    }
    const attempt = Symbol(instance);
    this._attempt = attempt;
    this._problem = null;
    this.tell();
    try {
      await this.lake.login(instance, credentials);
      if (this._attempt === attempt) {
        this._instance = null;
        this._accounts = [];
      }
    } catch (thrown) {
      if (this._attempt === attempt) {
        this._problem = problemOf(thrown);
        if (this._problem.type === 'choose-account') {
          this._accounts = this._problem.accounts;
        }
      }
    } finally {
      if (this._attempt === attempt) {
        this._attempt = null;
        this.tell();
      }
    }
  }

  private _instance: string | null = null;
  /** What the form that is open now waits for; an answer to any other is not for it. */
  private _attempt: symbol | null = null;
  private _problem: Problem | null = null;
  private _accounts: readonly string[] = [];
}
