import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';

import type { Availability } from '../lake/detailsWire';
import type { LakeModel } from '../lake/lakeModel';
import type { Row } from '../lake/wire';

/** DIDs asked for at once: those of files travel in the address. */
const FILES_AT_ONCE = 40;
const COLLECTIONS_AT_ONCE = 200;

/**
 * Whether storages can give the rows in sight, asked in bulk once the eye rests on them. Nothing waits for it, and
 * what cannot be said is not shown.
 */
export class StorageStates implements IDisposable {
  constructor(
    private readonly lake: LakeModel,
    private readonly instance: () => string | null,
    private readonly tell: () => void
  ) {
    this._rest = new Debouncer(() => this.ask(), 250);
  }

  get isDisposed(): boolean {
    return this._rest.isDisposed;
  }

  of(did: string): Availability | null {
    return this._known.get(did) ?? null;
  }

  setSight(rows: readonly Row[]): void {
    this._sight = rows;
    if (rows.some(row => this.isWanted(row))) {
      void this._rest.invoke();
    }
  }

  /** The instance answers again: what it did not say is asked once more. */
  again(): void {
    this._unanswered.forEach(did => this._asked.delete(did));
    this._unanswered.clear();
    this.setSight(this._sight);
  }

  /** What is known is out of date. */
  forget(): void {
    this._known.clear();
    this._asked.clear();
    this._unanswered.clear();
    this._sight = [];
  }

  dispose(): void {
    this._rest.dispose();
  }

  /** Of what is here the storages are not needed. */
  private isWanted({ did, here }: Row): boolean {
    return here.state !== 'here' && !this._asked.has(did);
  }

  private async ask(): Promise<void> {
    const instance = this.instance();
    const wanted = this._sight.filter(row => this.isWanted(row));
    const reach = this.lake.instance?.reach?.state ?? 'well';
    if (this._isAsking || instance === null || wanted.length === 0 || reach === 'silent') {
      return;
    }
    this._isAsking = true;
    const files = wanted.filter(({ type }) => type === 'FILE').slice(0, FILES_AT_ONCE);
    const collections = wanted.filter(({ type }) => type !== 'FILE').slice(0, COLLECTIONS_AT_ONCE);
    const { api } = this.lake;
    await Promise.all([
      this.put(instance, files, dids => api.filesAvailable(instance, dids)),
      this.put(instance, collections, dids => api.available(instance, dids))
    ]);
    this._isAsking = false;
    if (!this.isDisposed) {
      this.tell();
      // Somebody may have scrolled on meanwhile.
      this.setSight(this._sight);
    }
  }

  private async put(
    instance: string,
    rows: readonly Row[],
    ask: (dids: readonly string[]) => Promise<ReadonlyMap<string, Availability>>
  ): Promise<void> {
    if (rows.length === 0) {
      return;
    }
    const dids = rows.map(({ did }) => did);
    dids.forEach(did => this._asked.add(did));
    const answer = await ask(dids).catch(() => null);
    if (answer === null) {
      dids.filter(did => this._asked.has(did)).forEach(did => this._unanswered.add(did));
    } else if (this.instance() === instance) {
      answer.forEach((availability, did) => {
        if (this._asked.has(did)) {
          this._known.set(did, availability);
        }
      });
    }
  }

  private _isAsking = false;
  private _sight: readonly Row[] = [];
  private readonly _known = new Map<string, Availability>();
  private readonly _asked = new Set<string>();
  /** Asked in vain; not again until the instance is well, or for another search. */
  private readonly _unanswered = new Set<string>();
  private readonly _rest: Debouncer;
}
