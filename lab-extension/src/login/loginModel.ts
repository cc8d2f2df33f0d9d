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
    return this._busy;
  }

  get problem(): Problem | null {
    return this._problem;
  }

  /** Accounts that Rucio asked to choose from. */
  get accounts(): readonly string[] {
    return this._accounts;
  }

  open(instance: string): void {
    this._instance = instance;
    this._problem = null;
    this._accounts = [];
    this.tell();
  }

  close(): void {
    this._instance = null;
    this._problem = null;
    this.tell();
  }

  async send(credentials: Credentials): Promise<void> {
    const instance = this._instance;
    if (instance === null || this._busy) {
      return;
    }
    this._busy = true;
    this._problem = null;
    this.tell();
    try {
      await this.lake.login(instance, credentials);
      this._instance = null;
      this._accounts = [];
    } catch (thrown) {
      this._problem = problemOf(thrown);
      if (this._problem.type === 'choose-account') {
        this._accounts = this._problem.accounts;
      }
    } finally {
      this._busy = false;
      this.tell();
    }
  }

  private _instance: string | null = null;
  private _busy = false;
  private _problem: Problem | null = null;
  private _accounts: readonly string[] = [];
}
