import { Debouncer } from '@lumino/polling';
import type { IDisposable } from '@lumino/disposable';

import { isAbort } from '../lake/api';
import type { LakeModel } from '../lake/lakeModel';
import { type Problem, problemOf } from '../lake/problem';
import type { DidDetails, Replica, Row } from '../lake/wire';

export interface Details {
  readonly row: Row;
  readonly more: DidDetails | null;
  readonly replicas: readonly Replica[] | null;
  readonly problem: Problem | null;
}

/** What Rucio knows of the one row that somebody has stopped at. An answer for another row is not shown with it. */
export class CloseLook implements IDisposable {
  constructor(
    private readonly lake: LakeModel,
    private readonly tell: () => void
  ) {
    this._pause = new Debouncer(() => this.ask(), 150);
  }

  get details(): Details | null {
    return this._details;
  }

  get isDisposed(): boolean {
    return this._pause.isDisposed;
  }

  /** Looks at this row, or at none; asks when the keyboard rests there. */
  at(row: Row | null): void {
    this._question?.abort();
    this._question = null;
    this._details = row === null ? null : { row, more: null, replicas: null, problem: null };
    void this._pause.invoke();
  }

  /** The same row, with another state. */
  renew(row: Row): void {
    if (this._details !== null) {
      this._details = { ...this._details, row };
    }
  }

  /** Takes back what was asked; true if the answer is still wanted. */
  rest(): boolean {
    const wasAsking = this._question !== null && !this._isAnswered;
    this._question?.abort();
    return wasAsking;
  }

  again(): void {
    void this._pause.invoke();
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._question?.abort();
      this._pause.dispose();
    }
  }

  private async ask(): Promise<void> {
    this._question?.abort();
    const instance = this.lake.instance?.name;
    const before = this._details;
    if (before === null || instance === undefined) {
      return;
    }
    const question = new AbortController();
    this._question = question;
    this._isAnswered = false;
    const { did, type } = before.row;
    const put = (part: Partial<Details>): void => {
      if (this._question === question && this._details !== null) {
        this._details = { ...this._details, ...part };
        this.tell();
      }
    };
    await Promise.all([
      this.lake.watched(instance, this.lake.api.details(instance, did, question.signal)).then(
        more => {
          put({ more });
        },
        (thrown: unknown) => {
          if (!isAbort(thrown)) {
            put({ problem: problemOf(thrown) });
          }
        }
      ),
      // The replicas of a collection are those of all its files: a listing that takes Rucio long.
      type === 'FILE'
        ? this.lake.api.replicas(instance, did, question.signal).then(
            replicas => {
              put({ replicas });
            },
            () => undefined
          )
        : undefined
    ]);
    if (this._question === question && !question.signal.aborted) {
      this._isAnswered = true;
    }
  }

  private _details: Details | null = null;
  private _question: AbortController | null = null;
  private _isAnswered = false;
  private readonly _pause: Debouncer;
}
