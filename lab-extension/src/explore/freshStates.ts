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
    if (dids.some(did => !this._fresh.has(did))) {
      void this._ask.invoke();
    }
  }

  /** These have just come from the service. */
  came(dids: readonly string[]): void {
    dids.forEach(did => this._fresh.add(did));
  }

  /** Something was fetched: nothing is fresh any more. `did` is asked for whether anybody looks at it or not. */
  moved(did: string): void {
    this._fresh.clear();
    this._wanted.add(did);
    void this._ask.invoke();
  }

  dispose(): void {
    this._ask.dispose();
  }

  private async ask(): Promise<void> {
    const dids = [...new Set([...this._wanted, ...this._sight])].filter(did => !this._fresh.has(did));
    this._wanted.clear();
    this.came(dids);
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
        // The rows stay as they were; the next movement asks again.
        return;
      }
    }
  }

  private _sight: readonly string[] = [];
  private readonly _wanted = new Set<string>();
  private readonly _fresh = new Set<string>();
  private readonly _ask: Throttler;
}
