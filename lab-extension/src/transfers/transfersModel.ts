import type { EventStream } from '../lake/eventStream';
import type { LakeModel } from '../lake/lakeModel';
import { Model } from '../lake/model';
import { type Problem, problemOf } from '../lake/problem';
import type { Download, LakeEvent, LocalState, StoreRoom } from '../lake/wire';
import { type ISignal, Signal } from '@lumino/signaling';

/** The downloads of this user, newest first, kept in step by the service's events. */
export class TransfersModel extends Model {
  constructor(
    private readonly lake: LakeModel,
    events: EventStream
  ) {
    super();
    events.event.connect(this.onEvent, this);
  }

  /** Each word about a download, as it comes. */
  get moved(): ISignal<this, Download> {
    return this._moved;
  }

  /** One for each DID: what was tried before is of no more use than the last try. */
  get downloads(): readonly Download[] {
    const seen = new Set<string>();
    return this._downloads.filter(one => {
      const subject = `${one.instance} ${one.did}`;
      return !seen.has(subject) && seen.add(subject);
    });
  }

  get running(): readonly Download[] {
    return this.downloads.filter(isUnderWay);
  }

  get room(): StoreRoom | null {
    return this._room;
  }

  /** Why the list, or the last thing asked of it, failed. */
  get problem(): Problem | null {
    return this._problem;
  }

  /** The newest download of a DID. */
  of(instance: string, did: string): Download | null {
    return this._downloads.find(one => one.instance === instance && one.did === did) ?? null;
  }

  async start(instance: string, did: string): Promise<Download> {
    const asked = this._words;
    const download = await this.lake.watched(instance, this.lake.api.startDownload(instance, did));
    return this.answered(download, asked);
  }

  async cancel(download: Download): Promise<void> {
    await this.try(async () => {
      const asked = this._words;
      const answer = await this.lake.watched(download.instance, this.lake.api.removeDownload(download.id));
      this.answered(answer, asked);
    });
  }

  /** Takes an ended download from the list; its files stay. */
  async forget(download: Download): Promise<void> {
    await this.try(async () => {
      const tries = this._downloads.filter(
        one => one.instance === download.instance && one.did === download.did
      );
      for (const { id } of tries) {
        await this.lake.watched(download.instance, this.lake.api.removeDownload(id));
        this._downloads = this._downloads.filter(one => one.id !== id);
      }
      this.tell();
    });
  }

  async retry(download: Download): Promise<void> {
    await this.try(async () => {
      const asked = this._words;
      const answer = await this.lake.watched(download.instance, this.lake.api.retryDownload(download.id));
      this.answered(answer, asked);
    });
  }

  async reload(): Promise<void> {
    await this.try(async () => {
      const asked = this._words;
      const { downloads: answer, store } = await this.lake.api.downloads();
      const listed = new Set(answer.map(one => one.id));
      const begun = this._downloads.filter(
        one => !listed.has(one.id) && (this._heard.get(one.id) ?? 0) > asked
      );
      const downloads = [...begun, ...answer.map(one => this.newer(one, asked))];
      this._downloads = downloads;
      this._room = store;
      this.tell();
      for (const download of downloads) {
        this._moved.emit(download);
      }
    });
  }

  private async try(work: () => Promise<void>): Promise<void> {
    let found: Problem | null = null;
    try {
      await work();
    } catch (thrown) {
      found = problemOf(thrown);
    }
    if (found !== this._problem) {
      this._problem = found;
      this.tell();
    }
  }

  private onEvent(_: EventStream, event: LakeEvent): void {
    if (event.kind === 'download') {
      this.put(event.download);
    } else if (event.kind === 'reset' || (event.kind === 'alive' && !this._loaded)) {
      this._loaded = true;
      void this.reload();
    }
  }

  /**
   * An answer may be overtaken by the events of what it answers: a short download is over before we hear that it
   * began. What was said since the question was asked is newer.
   */
  private newer(answer: Download, asked: number): Download {
    const known = this._downloads.find(one => one.id === answer.id);
    return known !== undefined && (this._heard.get(answer.id) ?? 0) > asked ? known : answer;
  }

  private answered(answer: Download, asked: number): Download {
    const download = this.newer(answer, asked);
    if (download === answer) {
      this.put(answer);
    }
    return download;
  }

  private put(download: Download): void {
    this._heard.set(download.id, ++this._words);
    const known = this._downloads.some(one => one.id === download.id);
    this._downloads = known
      ? this._downloads.map(one => (one.id === download.id ? download : one))
      : [download, ...this._downloads];
    this.tell();
    this._moved.emit(download);
    if (!isUnderWay(download)) {
      void this.refreshRoom();
    }
  }

  private async refreshRoom(): Promise<void> {
    try {
      this._room = (await this.lake.api.downloads()).store;
      this.tell();
    } catch {
      // The room is a courtesy at the foot of the list; its absence is no news worth a sentence.
    }
  }

  private _loaded = false;
  private _words = 0;
  /** Which of the words heard, from events or answers, was the last about a download. */
  private readonly _heard = new Map<string, number>();
  private _downloads: readonly Download[] = [];
  private _room: StoreRoom | null = null;
  private _problem: Problem | null = null;
  private readonly _moved = new Signal<this, Download>(this);
}

export function isUnderWay({ state }: Download): boolean {
  return state === 'queued' || state === 'listing' || state === 'running';
}

/** Between 0 and 1; null while nobody knows how much there is. */
export function progressOf({ bytes, files }: Download): number | null {
  if (bytes.total !== null && bytes.total > 0) {
    return Math.min(1, bytes.done / bytes.total);
  }
  return files.total !== null && files.total > 0 ? Math.min(1, files.done / files.total) : null;
}

/** What a download under way says of its DID here. */
export function stateWhile(download: Download, before: LocalState): LocalState {
  if (isUnderWay(download)) {
    return {
      state: 'downloading',
      bytesHere: download.bytes.done,
      bytes: download.bytes.total ?? before.bytes,
      filesHere: download.files.done,
      files: download.files.total ?? before.files
    };
  }
  return before;
}
