import type { IDisposable } from '@lumino/disposable';
import { Throttler } from '@lumino/polling';

import type { LakeApi } from '../lake/api';
import type { LocalState } from '../lake/wire';

/** States asked for in one request: their DIDs travel in its address. */
const AT_ONCE = 40;

export type States = ReadonlyMap<string, LocalState>;

/**
 * Keeps what is shown of local states fresh, without asking for rows that nobody sees. A state is fresh from its
 * answer until something moves.
 */
export class FreshStates implements IDisposable {
  constructor(
    private readonly api: LakeApi,
    private readonly instance: () => string | null,
    private readonly put: (states: States) => void
  ) {
    this._ask = new Throttler(() => this.ask(), { limit: 600, edge: 'trailing' });
  }

  get isDisposed(): boolean {
    return this._ask.isDisposed;
  }

  /** Somebody looks at these, and only these. */
  setSight(dids: readonly string[]): void {
    this._sight = dids;
    if (this._fresh !== null && dids.some(did => !this.isFresh(did))) {
      void this._ask.invoke();
    }
  }

  /** It has just come from the service. */
  came(did: string): void {
    this._fresh?.add(did);
  }

  /** Something was fetched: nothing is fresh any more. `did` is asked for whether anybody looks at it or not. */
  moved(did: string): void {
    this._fresh = new Set();
    this._wanted.add(did);
    void this._ask.invoke();
  }

  dispose(): void {
    this._ask.dispose();
  }

  private async ask(): Promise<void> {
    const dids = [...new Set([...this._wanted, ...this._sight])].filter(did => !this.isFresh(did));
    this._wanted.clear();
    dids.forEach(did => {
      this.came(did);
    });
    for (let at = 0; at < dids.length; at += AT_ONCE) {
      const instance = this.instance();
      if (instance === null || this.isDisposed) {
        return;
      }
      try {
        const states = await this.api.states(instance, dids.slice(at, at + AT_ONCE));
        if (this.instance() === instance) {
          this.put(states);
        }
      } catch {
        // The rows stay as they were; whoever looks at others, or the next movement, asks again.
        dids.slice(at).forEach(did => this._fresh?.delete(did));
        return;
      }
    }
  }

  private isFresh(did: string): boolean {
    return this._fresh?.has(did) ?? true;
  }

  private _sight: readonly string[] = [];
  private readonly _wanted = new Set<string>();
  /** What has come since something moved; null while nothing has: then all there is is fresh. */
  private _fresh: Set<string> | null = null;
  private readonly _ask: Throttler;
}
