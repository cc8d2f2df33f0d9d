import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';

import { LakeError } from './problem';
import type { Sight } from './sight';
import type { LakeEvent } from './wire';

/** The service says "alive" every 10 s; a stream that says nothing for so long is dead. */
const SILENCE_MS = 25_000;

export type OpenEvents = (after: number | null, signal: AbortSignal) => AsyncIterable<LakeEvent>;

/**
 * The service's events, as one stream that goes on for ever: opened anew after the last event seen when it
 * ends or breaks, further and further apart while it fails, and closed while nobody looks at the page.
 */
export class EventStream implements IDisposable {
  constructor(
    private readonly open: OpenEvents,
    private readonly sight: Sight
  ) {
    this._poll = new Poll({
      auto: false,
      name: 'lakeside:events',
      factory: () => this.listen(),
      frequency: { backoff: true, interval: 200, max: 30_000 }
    });
    this._forget = sight.onChange(() => {
      this.follow();
    });
  }

  get event(): ISignal<this, LakeEvent> {
    return this._event;
  }

  /** The stream could not be opened or broke off; it is tried again by itself. */
  get broken(): ISignal<this, unknown> {
    return this._broken;
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  start(): void {
    this._started = true;
    this.follow();
  }

  stop(): void {
    this._started = false;
    this.follow();
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._forget();
      this._poll.dispose();
      this._connection?.abort();
      Signal.clearData(this);
    }
  }

  private follow(): void {
    if (this._started && !this.sight.hidden) {
      void this._poll.start();
    } else {
      void this._poll.stop();
      this._connection?.abort();
    }
  }

  private async listen(): Promise<void> {
    const connection = new AbortController();
    this._connection = connection;
    let silence = 0;
    const expectWord = (): void => {
      globalThis.clearTimeout(silence);
      silence = globalThis.setTimeout(() => {
        connection.abort();
      }, SILENCE_MS) as unknown as number;
    };
    try {
      expectWord();
      for await (const event of this.open(this._last, connection.signal)) {
        if (connection.signal.aborted) {
          return;
        }
        expectWord();
        this._last = event.id ?? this._last;
        this._event.emit(event);
      }
    } catch (thrown) {
      if (connection.signal.aborted) {
        return;
      }
      this._broken.emit(thrown);
      throw thrown instanceof LakeError ? thrown : new Error('the events broke off', { cause: thrown });
    } finally {
      globalThis.clearTimeout(silence);
    }
  }

  private _started = false;
  private _last: number | null = null;
  private _connection: AbortController | null = null;
  private readonly _forget: () => void;
  private readonly _poll: Poll;
  private readonly _event = new Signal<this, LakeEvent>(this);
  private readonly _broken = new Signal<this, unknown>(this);
}
