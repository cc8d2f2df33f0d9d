import { Poll } from '@lumino/polling';
import type { IDisposable } from '@lumino/disposable';

import { isAbort } from '../lake/api';
import type { LakeModel } from '../lake/lakeModel';
import { problemOf } from '../lake/problem';
import type { Page, Row } from '../lake/wire';
import { type Branch, addPage, branches, emptyBranch } from './tree';

/** Reads branches page by page. Of two questions about one branch the last one wins. */
export class Reader {
  constructor(
    private readonly lake: LakeModel,
    private readonly fresh: (row: Row) => Row,
    private readonly redraw: () => void
  ) {}

  /** Adds a page to a branch, or puts it in the place of all that is there. True if it came. */
  async read(
    instance: string,
    branch: Branch,
    ask: (signal: AbortSignal) => Promise<Page>,
    anew = false
  ): Promise<boolean> {
    branch.loading?.abort();
    const question = new AbortController();
    branch.loading = question;
    branch.problem = null;
    this.redraw();
    try {
      const page = await this.lake.watched(instance, ask(question.signal));
      if (branch.loading !== question) {
        return false;
      }
      if (anew) {
        branch.rows.length = 0;
        branch.places.clear();
      }
      addPage(branch, { ...page, rows: page.rows.map(this.fresh) });
    } catch (thrown) {
      if (branch.loading !== question || isAbort(thrown)) {
        return false;
      }
      branch.problem = problemOf(thrown);
    }
    branch.loading = null;
    this.redraw();
    return branch.problem === null;
  }

  /** Nobody wants what is still being read for these and below. Whoever goes on with a cursor has it read again. */
  letGo(instance: string, root: Branch, leaving = false): void {
    for (const branch of branches(root)) {
      const isRead = branch.cursor !== null && branch.total === null && branch.cut === null;
      if (isRead && (branch.key !== null || branch.read !== null) && !branch.isLetGo) {
        branch.isLetGo = true;
        this.lake.api.letGo(instance, branch.cursor ?? '', leaving);
      }
    }
  }
}

/** Asks every now and then how far the service is with what it reads on, while anybody wants to know. */
export class StillReading implements IDisposable {
  constructor(
    private readonly ask: (branch: Branch) => Promise<Page>,
    tell: () => void
  ) {
    this._poll = new Poll({
      auto: false,
      name: 'lakeside:still-reading',
      frequency: { backoff: true, interval: 1500, max: 15_000 },
      standby: 'when-hidden',
      factory: async () => {
        const branch = this._branch;
        if (!isStillRead(branch)) {
          void this._poll.stop();
          return;
        }
        if (branch.loading === null) {
          const page = await this.ask(branch);
          if (branch === this._branch) {
            branch.read = page.read ?? branch.read;
            branch.total = page.total;
            branch.cut = page.cut;
            tell();
          }
        }
      }
    });
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  follow(branch: Branch): void {
    this._branch = branch;
    if (isStillRead(branch)) {
      void this._poll.start();
    }
  }

  rest(): void {
    this._branch = emptyBranch();
    void this._poll.stop();
  }

  dispose(): void {
    this._branch = emptyBranch();
    this._poll.dispose();
  }

  private _branch: Branch = emptyBranch();
  private readonly _poll: Poll;
}

/** The service reads it on: somebody has gone past its first page, and its end has not been seen. */
export function isStillRead({ key, cursor, total, cut, read, isLetGo }: Branch): boolean {
  return key === null && cursor !== null && total === null && cut === null && read !== null && !isLetGo;
}
