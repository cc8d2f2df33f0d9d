import type { Problem } from '../lake/problem';
import type { Row } from '../lake/wire';
import { WhatIsHere } from './hereOf';
import { type Branch, isCollection, keyOf } from './tree';

interface Placed {
  readonly key: string;
  readonly level: number;
  readonly position: number;
  /** -1 while nobody knows. */
  readonly siblings: number;
  readonly parent: string | null;
}

/** A line of the tree as it is drawn. `isLoop`: it is what it hangs below, so it is not opened once more. */
export type DidLine = Placed & {
  readonly kind: 'did';
  readonly row: Row;
  readonly expanded: boolean | null;
  readonly isLoop: boolean;
};

export type Line =
  | DidLine
  | (Placed & { readonly kind: 'loading'; readonly shown: number; readonly read: number | null })
  | (Placed & { readonly kind: 'empty' })
  | (Placed & { readonly kind: 'cut'; readonly shown: number; readonly why: 'limit' | 'stalled' })
  | (Placed & { readonly kind: 'problem'; readonly problem: Problem })
  | (Placed & { readonly kind: 'beside'; readonly problem: Problem; readonly asked: Date | null })
  | (Placed & { readonly kind: 'more'; readonly shown: number; readonly total: number | null });

/** The lines of what is open, from top to bottom. None is made before somebody looks at it. */
export class Lines implements Iterable<Line> {
  constructor(root: Branch) {
    this._whole = new Part(root, 1, null, null, new WhatIsHere());
    this._parts = [...this._whole.all()];
  }

  get length(): number {
    return this._whole.length;
  }

  at(index: number): Line | undefined {
    const wanted = index < 0 ? this.length + index : index;
    return wanted < 0 || wanted >= this.length ? undefined : this._whole.at(wanted);
  }

  /** -1 if there is no such line. */
  indexOf(key: string | null): number {
    return key === null ? -1 : this._whole.indexOf(key);
  }

  /** Lines that are not of the usual height: where they stand, and what hangs below which key they belong to. */
  get others(): ReadonlyMap<number, string | null> {
    this._others ??= new Map(this._parts.flatMap(part => part.others()));
    return this._others;
  }

  /** How many lines stand before this one among those that hang below the same. */
  placeOf(line: Line): number {
    return line.position - 1;
  }

  /** The line at that place below `parent`, or the last one there. */
  childOf(parent: string | null, place: number): Line | null {
    const part = this._parts.find(({ branch }) => branch.key === parent);
    return part?.own(Math.min(place, part.ownLength - 1)) ?? null;
  }

  *[Symbol.iterator](): Generator<Line> {
    for (let index = 0; index < this.length; index++) {
      yield this._whole.at(index);
    }
  }

  private readonly _whole: Part;
  private readonly _parts: readonly Part[];
  private _others: ReadonlyMap<number, string | null> | null = null;
}

/** What is drawn of one branch: perhaps a line at its head, its rows with what is open below them, perhaps a tail. */
class Part {
  constructor(
    readonly branch: Branch,
    private readonly level: number,
    private readonly aboveRow: Row | null,
    private readonly above: Part | null,
    private readonly here: WhatIsHere
  ) {
    this.head = branch.beside === null ? 0 : 1;
    this.tail = tailOf(branch);
    this.ownLength = this.head + branch.rows.length + (this.tail === null ? 0 : 1);
    const open = [...branch.below.values()].filter(({ isOpen }) => isOpen);
    this.open = open
      .map(below => ({ below, index: branch.places.get(below.did ?? '') ?? -1 }))
      .filter(({ index, below }) => index >= 0 && !this.isAbove(below.did))
      .sort((one, other) => one.index - other.index)
      .map(({ below, index }) => ({
        index,
        part: new Part(below, level + 1, this.drawn(index), this, here)
      }));
    this.length = this.open.reduce((sum, { part }) => sum + part.length, this.ownLength);
  }

  *all(): Generator<Part> {
    yield this;
    for (const { part } of this.open) {
      yield* part.all();
    }
  }

  at(index: number): Line {
    let skipped = 0;
    for (const { index: place, part } of this.open) {
      const first = this.head + place + 1 + skipped;
      if (index < first) {
        break;
      }
      if (index < first + part.length) {
        return part.at(index - first);
      }
      skipped += part.length;
    }
    return this.own(index - skipped);
  }

  indexOf(key: string): number {
    const own = this.ownIndexOf(key);
    if (own >= 0) {
      return own + this.openBefore(own);
    }
    for (const { index, part } of this.open) {
      if (key.startsWith(`${part.branch.key ?? ''}\n`)) {
        const inside = part.indexOf(key);
        if (inside >= 0) {
          const first = this.head + index + 1;
          return first + this.openBefore(first - 1) + inside;
        }
      }
    }
    return -1;
  }

  /** One of its own lines, leaving out what is open below them. */
  own(place: number): Line {
    const { branch, tail } = this;
    const index = place - this.head;
    const parent = branch.key;
    const placed = { level: this.level, position: place + 1, siblings: this.siblings(), parent };
    if (index < 0 && branch.beside !== null) {
      const { beside: problem, asked } = branch;
      return { kind: 'beside', key: headKey(branch), problem, asked, ...placed };
    }
    const row = branch.rows[index];
    if (row === undefined) {
      return { ...(tail ?? { kind: 'empty' }), key: tailKey(branch), ...placed };
    }
    const isLoop = this.isAbove(row.did);
    const expanded = isCollection(row) && !isLoop ? (branch.below.get(row.did)?.isOpen ?? false) : null;
    return { kind: 'did', key: keyOf(branch, row.did), row: this.drawn(index), expanded, isLoop, ...placed };
  }

  others(): [number, string | null][] {
    const places = [...(this.head === 1 ? [0] : []), ...(this.tail === null ? [] : [this.ownLength - 1])];
    const first = this.above === null ? 0 : this.firstIndex();
    return places.map(place => [first + place + this.openBefore(place), this.branch.key]);
  }

  readonly length: number;
  readonly ownLength: number;
  private readonly head: number;
  private readonly tail: Tail | null;
  private readonly open: readonly { readonly index: number; readonly part: Part }[];

  /** The index of its first line among all. */
  private firstIndex(): number {
    if (this.above === null) {
      return 0;
    }
    const before = this.above;
    const found = before.open.find(({ part }) => part === this);
    const own = before.head + (found?.index ?? 0);
    return before.firstIndex() + own + before.openBefore(own) + 1;
  }

  /** How many lines are open below own lines that stand before this one. */
  private openBefore(place: number): number {
    return this.open.reduce(
      (sum, { index, part }) => (this.head + index < place ? sum + part.length : sum),
      0
    );
  }

  private ownIndexOf(key: string): number {
    const { branch } = this;
    if (this.head === 1 && key === headKey(branch)) {
      return 0;
    }
    if (this.tail !== null && key === tailKey(branch)) {
      return this.ownLength - 1;
    }
    const prefix = branch.key === null ? '' : `${branch.key}\n`;
    const index = key.startsWith(prefix) ? branch.places.get(key.slice(prefix.length)) : undefined;
    return index === undefined ? -1 : this.head + index;
  }

  private siblings(): number {
    const { rows, total, cursor } = this.branch;
    const isAll = cursor === null || total !== null;
    return isAll
      ? Math.max(total ?? 0, rows.length) + this.head + (this.ownLength - this.head - rows.length)
      : -1;
  }

  private drawn(index: number): Row {
    const row = this.branch.rows[index];
    if (row === undefined) {
      throw new RangeError(`there is no row ${String(index)}`);
    }
    const here = this.here.of(row, this.branch.below.get(row.did), this.aboveRow);
    return here === row.here ? row : { ...row, here };
  }

  private isAbove(did: string | null): boolean {
    return this.branch.did !== null && (this.branch.did === did || (this.above?.isAbove(did) ?? false));
  }
}

type Tail =
  | { readonly kind: 'loading'; readonly shown: number; readonly read: number | null }
  | { readonly kind: 'empty' }
  | { readonly kind: 'cut'; readonly shown: number; readonly why: 'limit' | 'stalled' }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'more'; readonly shown: number; readonly total: number | null };

function tailOf({ key, rows, loading, problem, cursor, total, read, cut }: Branch): Tail | null {
  const shown = rows.length;
  if (loading !== null) {
    return { kind: 'loading', shown, read };
  }
  if (problem !== null) {
    return { kind: 'problem', problem };
  }
  if (cursor !== null) {
    return { kind: 'more', shown, total };
  }
  if (cut !== null) {
    return { kind: 'cut', shown, why: cut };
  }
  return shown === 0 && key !== null ? { kind: 'empty' } : null;
}

function tailKey({ key }: Branch): string {
  return `${key ?? ''}\n\n`;
}

function headKey({ key }: Branch): string {
  return `${key ?? ''}\n\n\n`;
}
