import { Model } from '../lake/model';
import type { SearchType } from '../lake/wire';

export interface Query {
  readonly text: string;
  readonly type: SearchType;
}

export interface SavedQuery extends Query {
  readonly name: string;
}

/** Where a list of searches is kept over a reload; what comes from there is read as if anybody had written it. */
export interface Keep {
  load(): Promise<unknown>;
  save(searches: readonly (Query & { readonly name?: string })[]): Promise<unknown>;
  /** Calls back when somebody else has changed what is kept. */
  onChange?(callback: () => void): void;
}

/** As many as one looks through. */
const MOST_RECENT = 20;
const LONGEST = 2000;
const TYPES: readonly SearchType[] = ['all', 'container', 'dataset', 'file'];

/** What somebody has searched for lately, and the searches that have been given a name. */
export class Searches extends Model {
  constructor(
    private readonly keepRecent: Keep,
    private readonly keepSaved: Keep
  ) {
    super();
    void this.load();
    keepSaved.onChange?.(() => void this.loadSaved());
  }

  /** The latest first. */
  get recent(): readonly Query[] {
    return this._recent;
  }

  get saved(): readonly SavedQuery[] {
    return this._saved;
  }

  /** Somebody has done something with what this search found. */
  used(text: string, type: SearchType): void {
    const words = text.trim();
    const [last] = this._recent;
    if (words === '' || words.length > LONGEST || (last?.text === words && last.type === type)) {
      return;
    }
    const others = this._recent.filter(one => one.text !== words || one.type !== type);
    this.setRecent([{ text: words, type }, ...others].slice(0, MOST_RECENT));
  }

  clearRecent(): void {
    this.setRecent([]);
  }

  /** Under a name that is taken, the new search is put in the place of the old one. */
  save(name: string, text: string, type: SearchType): void {
    const others = this._saved.filter(one => one.name !== name);
    this.setSaved([...others, { name, text: text.trim(), type }]);
  }

  forget(name: string): void {
    this.setSaved(this._saved.filter(one => one.name !== name));
  }

  private async load(): Promise<void> {
    const kept = readQueries(await this.keepRecent.load().catch(() => null)).map(({ text, type }) => ({
      text,
      type
    }));
    const known = this._recent;
    const older = kept.filter(one => !known.some(({ text, type }) => text === one.text && type === one.type));
    this._recent = [...known, ...older].slice(0, MOST_RECENT);
    await this.loadSaved();
  }

  private async loadSaved(): Promise<void> {
    const kept = await this.keepSaved.load().catch(() => null);
    this._saved = readQueries(kept).flatMap(one => (one.name === '' ? [] : [one]));
    this.tell();
  }

  private setRecent(recent: readonly Query[]): void {
    this._recent = recent;
    this.keepRecent.save(recent).catch(() => undefined);
    this.tell();
  }

  private setSaved(saved: readonly SavedQuery[]): void {
    this._saved = saved;
    this.keepSaved.save(saved).catch(() => undefined);
    this.tell();
  }

  private _recent: readonly Query[] = [];
  private _saved: readonly SavedQuery[] = [];
}

function readQueries(kept: unknown): readonly SavedQuery[] {
  return (Array.isArray(kept) ? (kept as readonly unknown[]) : []).flatMap(one => {
    if (typeof one !== 'object' || one === null) {
      return [];
    }
    const { name, text, type } = one as Partial<Record<'name' | 'text' | 'type', unknown>>;
    if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST) {
      return [];
    }
    return [
      { name: typeof name === 'string' ? name : '', text, type: TYPES.find(known => known === type) ?? 'all' }
    ];
  });
}
