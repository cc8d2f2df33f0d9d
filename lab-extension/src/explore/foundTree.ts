import type { LakeModel } from '../lake/lakeModel';
import { type Problem, isInstanceAway } from '../lake/problem';
import {
  type Page,
  type Row,
  type SearchAnswer,
  type SearchType,
  type Understood,
  isAway
} from '../lake/wire';
import { type DidLine, Lines } from './lines';
import { Reader, StillReading, isStillRead } from './reader';
import { type Branch, branchBelow, change, emptyBranch, find, findBranch } from './tree';
import { isCollection, takeBackBelow } from './tree';

/** Matches asked for at first, and how many more each time. */
export const FIRST_PAGE = 100;
export const NEXT_PAGE = 200;
/**
 * The next page is asked for when so few lines are left below those in sight: ahead of whoever scrolls on, but not
 * before somebody has begun to, because with it Rucio is asked for all there is.
 */
const NEAR = 200;
const NEAR_AT_FIRST = 30;

export interface Found {
  readonly shown: number;
  readonly more: boolean;
  /** Whether those that are not shown can be read. */
  readonly canRead: boolean;
  readonly total: number | null;
  /** Matches that the service has read so far; null while it does not read on. */
  readonly reading: number | null;
  readonly cut: Page['cut'];
}

/** When a listing was made, and what can be said of it. */
export interface Listing {
  readonly asked: Date | null;
  readonly kept: boolean;
  readonly isBusy: boolean;
}

/** What one search found and what hangs below it, as far as somebody has looked. */
export class FoundTree {
  constructor(
    private readonly lake: LakeModel,
    fresh: (row: Row) => Row,
    private readonly redraw: () => void
  ) {
    this._reader = new Reader(lake, fresh, () => {
      this.draw();
    });
    this._reading = new StillReading(branch => this.ask(this._instance, 1, branch.cursor), redraw);
  }

  get lines(): Lines {
    return this._lines;
  }

  /** What the rows are an answer to. */
  get asked(): { readonly text: string; readonly type: SearchType } {
    return this._asked;
  }

  get isSearching(): boolean {
    return this._root.loading !== null && !this._isAnswered;
  }

  /** Null until something has been searched for. */
  get found(): Found | null {
    const { rows, total, read, cut, cursor } = this._root;
    const reading = isStillRead(this._root) ? read : null;
    const canRead = cursor !== null;
    return this._isAnswered ? { shown: rows.length, more: this._isMore, canRead, total, reading, cut } : null;
  }

  get understood(): Understood | null {
    return this._isAnswered ? this._understood : null;
  }

  /** Why nothing was found; what goes wrong later stands in the tree. */
  get problem(): Problem | null {
    return this._isAnswered ? null : this._root.problem;
  }

  has(did: string): boolean {
    return this._root.places.has(did);
  }

  listing(key: string | null): Listing | null {
    const branch = key === null ? null : findBranch(this._root, key);
    return branch === null || (branch.rows.length === 0 && branch.asked === null)
      ? null
      : { asked: branch.asked, kept: branch.kept, isBusy: branch.loading !== null };
  }

  /** What is searched for again is asked of Rucio, whatever the service remembers of it. */
  async search(instance: string, text: string, type: SearchType): Promise<void> {
    this.takeBack();
    takeBackBelow(this._root);
    const isSame = this._instance === instance && this._asked.text === text && this._asked.type === type;
    const refresh = this._isAnswered && isSame;
    const root = emptyBranch();
    this._root = root;
    this._instance = instance;
    this._asked = { text, type };
    this._isAnswered = false;
    const returns = this.lake.returns(instance);
    await this._reader.read(instance, root, async signal => {
      const answer = await this.ask(instance, FIRST_PAGE, null, signal, refresh);
      const isMore = answer.more || answer.cursor !== null;
      if (this._root === root && root.loading?.signal === signal) {
        this._isAnswered = true;
        this._isMore = isMore;
        this._understood = answer.understood;
      }
      // How many rows the service has read means something once it reads on.
      return { ...answer, read: null, total: answer.total ?? (isMore ? null : answer.rows.length) };
    });
    const { problem } = root;
    const isBack = this.lake.returns(instance) > returns && !isAway(this.lake.find(instance)?.reach ?? null);
    if (this._root === root && problem !== null && isInstanceAway(problem) && isBack) {
      // It came back before the failure was here, so nobody else will ask; once for each time that it does.
      await this.search(instance, text, type);
    }
  }

  /** The next page below the line `parent`, or of the search itself. */
  async showMore(parent: string | null): Promise<void> {
    const branch = findBranch(this._root, parent);
    if (branch !== null) {
      await this.readOn(branch);
    }
  }

  /** Reads the listing below a row anew, whatever is kept of it. */
  async refresh(key: string): Promise<void> {
    const branch = findBranch(this._root, key);
    if (branch !== null) {
      this._reader.letGo(this._instance, branch);
      await this.readOn(branch, true);
    }
  }

  /** Reads on whatever ends soon below the lines in sight. */
  near(first: number, last: number): void {
    for (const [index, parent] of this._lines.others) {
      const branch = index >= first && index <= last + NEAR ? findBranch(this._root, parent) : null;
      const near = branch?.read == null ? NEAR_AT_FIRST : NEAR;
      if (branch?.cursor != null && index <= last + near && isAtRest(branch)) {
        void this.readOn(branch);
      }
    }
  }

  toggle({ key, expanded }: DidLine): void {
    if (expanded !== null) {
      this.open(key, !expanded);
    }
  }

  open(key: string, isOpen: boolean): void {
    const place = find(this._root, key);
    if (place === null || !isCollection(place.row)) {
      return;
    }
    const branch = branchBelow(place.branch, place.row.did);
    branch.isOpen = isOpen;
    const isNew = branch.rows.length === 0 && branch.asked === null && branch.total === null;
    if (isOpen && branch.loading === null && (isNew || branch.problem !== null)) {
      void this.readOn(branch);
    } else if (!isOpen) {
      branch.loading?.abort();
      branch.loading = null;
      this._reader.letGo(this._instance, branch);
    }
    this.draw();
  }

  /** Changes a DID's row wherever it hangs. */
  change(did: string, to: (row: Row) => Row): void {
    if (change(this._root, did, to)) {
      this.draw();
    }
  }

  /** The search that is under way is of no more use, nor is what is read for it. */
  takeBack(): void {
    if (this._root.loading !== null) {
      this._root.loading.abort();
      this._root.loading = null;
      this._root.isIdle = true;
    }
    this._reading.rest();
    this._reader.letGo(this._instance, this._root);
    this.draw();
  }

  /** Takes back all that was asked, and returns what asks it again. */
  takeAllBack(): readonly (() => void)[] {
    const root = this._root;
    const { text, type } = this._asked;
    const waiting: readonly Branch[] = [...(root.loading === null ? [] : [root]), ...takeBackBelow(root)];
    const isSearching = this.isSearching;
    this.takeBack();
    return waiting.map(branch => () => {
      // Whoever searched for something else meanwhile asks no more for what was there.
      if (this._root === root) {
        void (branch === root && isSearching ? this.search(this._instance, text, type) : this.readOn(branch));
      }
    });
  }

  clear(): void {
    this.takeBack();
    takeBackBelow(this._root);
    this._root = emptyBranch();
    this._isAnswered = false;
    this.draw();
  }

  /** The page goes: the service need not read on. */
  leave(): void {
    this._reader.letGo(this._instance, this._root, true);
  }

  dispose(): void {
    this.takeBack();
    takeBackBelow(this._root);
    this._reading.dispose();
  }

  private ask(
    instance: string,
    limit: number,
    cursor: string | null,
    signal?: AbortSignal,
    refresh = false
  ): Promise<SearchAnswer> {
    const { text, type } = this._asked;
    return this.lake.api.search(instance, text, type, limit, cursor, signal, refresh);
  }

  private async readOn(branch: Branch, anew = false): Promise<void> {
    const instance = this._instance;
    const cursor = anew ? null : branch.cursor;
    const { did } = branch;
    branch.isLetGo = false;
    const ask = async (signal: AbortSignal): Promise<Page> => {
      if (did !== null) {
        return this.lake.api.children(instance, did, NEXT_PAGE, cursor, signal, anew);
      }
      const page = await this.ask(instance, NEXT_PAGE, cursor, signal);
      return { ...page, read: page.read ?? branch.rows.length };
    };
    const isRead = await this._reader.read(instance, branch, ask, anew);
    if (isRead && branch === this._root) {
      this._reading.follow(branch);
    }
  }

  private draw(): void {
    this._lines = new Lines(this._root.rows.length === 0 ? emptyBranch() : this._root);
    this.redraw();
  }

  private _instance = '';
  private _asked: { readonly text: string; readonly type: SearchType } = { text: '', type: 'all' };
  private _root: Branch = emptyBranch();
  private _lines = new Lines(emptyBranch());
  private _isAnswered = false;
  private _isMore = false;
  private _understood: Understood | null = null;
  private readonly _reader: Reader;
  private readonly _reading: StillReading;
}

function isAtRest({ loading, problem, isIdle }: Branch): boolean {
  return loading === null && problem === null && !isIdle;
}
