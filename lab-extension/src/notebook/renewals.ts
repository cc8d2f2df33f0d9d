import { problemOf } from '../lake/problem';
import type { Download } from '../lake/wire';
import type { TransfersModel } from '../transfers/transfersModel';
import type { Attachment } from './attachment';
import type { Board } from './binder';
import { keyOf } from './metadata';

/** Attachments that a person wants as the catalogue has them by now. Their variables stay as they are until all has come. */
export class Renewals {
  constructor(
    private readonly transfers: TransfersModel,
    private readonly board: Board
  ) {}

  /** Null if the download could not begin, which is said beside the attachment. */
  async start({ wish, instance }: Attachment): Promise<Download | null> {
    if (instance === null) {
      return null;
    }
    this._wanted.add(keyOf(wish));
    try {
      return await this.transfers.start(instance, wish.did);
    } catch (thrown) {
      this._wanted.delete(keyOf(wish));
      this.board.put(wish, { state: { kind: 'problem', problem: problemOf(thrown) } });
      return null;
    }
  }

  /** Takes note of how far it is; true when all has come that was wanted. */
  ended({ wish }: Attachment, download: Download): boolean {
    if (!this._wanted.has(keyOf(wish))) {
      return false;
    }
    if (download.state === 'done') {
      return this._wanted.delete(keyOf(wish));
    }
    this.board.put(wish, { renewal: download });
    return false;
  }

  private readonly _wanted = new Set<string>();
}
