import type { LakeModel } from '../lake/lakeModel';
import { Model } from '../lake/model';
import { type Problem, problemOf } from '../lake/problem';
import type { SearchKey } from '../lake/wire';

/** What a search can filter by, asked for when somebody wants to know. */
export class FilterKeys extends Model {
  constructor(private readonly lake: LakeModel) {
    super();
  }

  get keys(): readonly SearchKey[] {
    return this._keys;
  }

  get problem(): Problem | null {
    return this._problem;
  }

  async load(): Promise<void> {
    const instance = this.lake.instance?.name;
    if (instance === undefined || this._keys.length > 0) {
      return;
    }
    this._problem = null;
    try {
      this._keys = await this.lake.api.searchKeys(instance);
    } catch (thrown) {
      this._problem = problemOf(thrown);
    }
    this.tell();
  }

  private _keys: readonly SearchKey[] = [];
  private _problem: Problem | null = null;
}

/** The words of a search with one filter more. */
export function withFilter(words: string, key: string, operator: string, value: string): string {
  const given = value.trim();
  const quoted = /^[^\s"']+$/.test(given) ? given : `"${given.replace(/"/g, '')}"`;
  const filter = `${key}${operator}${quoted}`;
  const before = words.trim();
  if (before === '') {
    return filter;
  }
  return /[=<>]/.test(before) ? `${before} AND ${filter}` : `${before} ${filter}`;
}

/** Where in the words the part ends that begins at a letter. */
export function endOfWord(words: string, at: number): number {
  const rest = words.slice(at).search(/\s/);
  return rest <= 0 ? words.length : at + rest;
}
