import { Debouncer } from '@lumino/polling';

import { isAbort } from '../lake/api';
import type { LakeModel } from '../lake/lakeModel';
import { Model } from '../lake/model';
import { type Problem, problemOf } from '../lake/problem';
import type { Download, LocalState, Row, SearchType } from '../lake/wire';
import { type TransfersModel, isUnderWay, stateWhile } from '../transfers/transfersModel';
import { CloseLook, type Details } from './closeLook';
import { FreshStates } from './freshStates';
import { heirOf } from './heir';
import { patternOf } from './pattern';
import { type Branch, type Line, type Node } from './tree';
import { each, emptyBranch, find, isCollection, linesOf, nodeOf, takeBackBelow } from './tree';
import { Walk } from './walk';

/** Matches asked for at first, and how many more each time. */
export const FIRST_PAGE = 100;
export const NEXT_PAGE = 200;
/** The longest first page that the service gives: whoever wants more has to look for less. */
const LONGEST_PAGE = 1000;

/**
 * A search, the tree of what it found, and the one row that is looked at closely.
 * Answers may come in any order: the last question wins, and the ones before it are taken back.
 */
export class ExploreModel extends Model {
  constructor(
    private readonly lake: LakeModel,
    private readonly transfers: TransfersModel
  ) {
    super();
    this._typing = new Debouncer(() => this.search(), 400);
    this._look = new CloseLook(lake, () => {
      this.tell();
    });
    this._states = new FreshStates(
      lake.api,
      () => this._instance,
      states => {
        this.setStates(did => states.get(did) ?? null);
      }
    );
    this._instance = lake.instance?.name ?? null;
    this._loggedIn = lake.instance?.login.state === 'logged-in';
    lake.changed.connect(this.onLake, this);
    transfers.moved.connect(this.onMoved, this);
  }

  /** The keyboard's way through the tree. */
  readonly walk = new Walk(this);

  get text(): string {
    return this._text;
  }

  get type(): SearchType {
    return this._type;
  }

  /** A search is under way, or begins as soon as nobody types. */
  get searching(): boolean {
    return this._root.loading !== null || this._isDue;
  }

  /** Null until something has been searched for. */
  get found(): { readonly shown: number; readonly more: boolean } | null {
    return this._answered ? { shown: this._root.nodes.length, more: this._more } : null;
  }

  get problem(): Problem | null {
    return this._root.problem;
  }

  get lines(): readonly Line[] {
    return this._lines;
  }

  /** The key of the line that the keyboard is at. */
  get current(): string | null {
    return this._current;
  }

  get details(): Details | null {
    return this._look.details;
  }

  setText(text: string): void {
    if (text === this._text) {
      return;
    }
    this._text = text;
    this.takeBack();
    if (text.trim().length === 0) {
      this.clear();
    } else if (text.trim().length > 2) {
      this._isDue = true;
      void this._typing.invoke();
    }
    this.redraw();
  }

  setType(type: SearchType): void {
    if (type !== this._type) {
      this._type = type;
      this.takeBack();
      this.redraw();
      void this.search();
    }
  }

  /** Takes back all that was asked of Rucio while nobody sees the panel, and asks again when somebody does. */
  setSeen(isSeen: boolean): void {
    if (isSeen && this._later !== null) {
      const later = this._later;
      this._later = null;
      later.forEach(ask => {
        ask();
      });
    } else if (!isSeen && this._later === null) {
      const later: (() => void)[] = [];
      if (this.searching) {
        const limit = this._root.loading === null ? FIRST_PAGE : this._limit;
        later.push(() => void this.search(limit));
        this.takeBack();
      }
      for (const node of takeBackBelow(this._root)) {
        later.push(() => {
          // Whoever searched for something else meanwhile asks no more for what was below.
          if (find(this._root, node.key) === node) {
            void this.loadChildren(node);
          }
        });
      }
      if (this._look.rest()) {
        later.push(() => {
          this._look.again();
        });
      }
      this._later = later;
      this.redraw();
    }
  }

  /** Asks at once for what stands in the box. */
  async search(limit = FIRST_PAGE): Promise<void> {
    this.takeBack();
    const pattern = patternOf(this._text);
    const instance = this.lake.instance?.name;
    if (pattern === '' || instance === undefined || this.isDisposed) {
      this.redraw();
      return;
    }
    if (this._later !== null) {
      this._later.push(() => void this.search(limit));
      return;
    }
    this._limit = limit;
    const question = new AbortController();
    this._root.loading = question;
    this._root.problem = null;
    if (limit === FIRST_PAGE) {
      this._root.nodes = [];
      this._root.cursor = null;
      this._answered = false;
      this.setCurrent(null);
    }
    this.redraw();
    try {
      const asked = this.lake.api.search(instance, pattern, this._type, limit, question.signal);
      const { rows, more } = await this.lake.watched(instance, asked);
      if (this._root.loading !== question) {
        return;
      }
      this._root.loading = null;
      this._root.nodes = this.kept(this._root.nodes, rows, null);
      // Rucio's search has no cursor: more means asking for a longer first page.
      this._root.cursor =
        more && limit < LONGEST_PAGE ? String(Math.min(LONGEST_PAGE, limit + NEXT_PAGE)) : null;
      this._more = more;
      this._answered = true;
    } catch (thrown) {
      if (this._root.loading !== question || isAbort(thrown)) {
        return;
      }
      this._root.loading = null;
      this._root.problem = problemOf(thrown);
    }
    this.redraw();
  }

  /** Opens or closes a collection. */
  toggle(key: string): void {
    const node = find(this._root, key);
    if (node !== null && isCollection(node.row)) {
      this.setExpanded(node, !node.expanded);
    }
  }

  /** The next page below the line `parent`, or of the search itself. */
  async showMore(parent: string | null): Promise<void> {
    if (parent === null) {
      await this.search(Number(this._root.cursor ?? FIRST_PAGE));
      return;
    }
    const node = find(this._root, parent);
    if (node !== null) {
      await this.loadChildren(node);
    }
  }

  setCurrent(key: string | null): void {
    if (key !== this._current) {
      this._current = key;
      const line = this.currentLine();
      this._look.at(line?.kind === 'did' ? line.row : null);
      this.tell();
    }
  }

  currentLine(): Line | null {
    return this._lines.find(line => line.key === this._current) ?? null;
  }

  /** Which DIDs somebody is looking at; their local states are kept fresh. */
  setSight(dids: readonly string[]): void {
    this._states.setSight(dids);
  }

  /** Asks again for the details of the current row. */
  lookAgain(): void {
    this._look.again();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._root.loading?.abort();
      takeBackBelow(this._root);
      this._typing.dispose();
      this._look.dispose();
      this._states.dispose();
      super.dispose();
    }
  }

  /** The search that is under way, or about to begin, is of no more use. */
  private takeBack(): void {
    void this._typing.stop();
    this._isDue = false;
    this._root.loading?.abort();
    this._root.loading = null;
  }

  private clear(): void {
    this.takeBack();
    takeBackBelow(this._root);
    this._root = emptyBranch();
    this._answered = false;
    this.setCurrent(null);
    this.redraw();
  }

  private setExpanded(node: Node, expanded: boolean): void {
    node.expanded = expanded;
    if (expanded && node.branch?.problem !== null) {
      void this.loadChildren(node);
    } else if (!expanded && node.branch?.loading != null) {
      node.branch.loading.abort();
      node.branch.loading = null;
      if (node.branch.nodes.length === 0) {
        node.branch = null;
      }
    }
    this.redraw();
  }

  private async loadChildren(node: Node): Promise<void> {
    const instance = this.lake.instance?.name;
    if (instance === undefined) {
      return;
    }
    node.branch ??= emptyBranch();
    const branch = node.branch;
    branch.loading?.abort();
    const question = new AbortController();
    branch.loading = question;
    branch.problem = null;
    this.redraw();
    try {
      const asked = this.lake.api.children(instance, node.row.did, NEXT_PAGE, branch.cursor, question.signal);
      const page = await this.lake.watched(instance, asked);
      if (branch.loading !== question) {
        return;
      }
      branch.loading = null;
      const known = new Set(branch.nodes.map(one => one.row.did));
      const added = page.rows.filter(row => !known.has(row.did));
      branch.nodes = [...branch.nodes, ...added.map(row => nodeOf(this.fresh(row), node.key))];
      branch.cursor = page.cursor;
      branch.total = page.total;
    } catch (thrown) {
      if (branch.loading !== question || isAbort(thrown)) {
        return;
      }
      branch.loading = null;
      branch.problem = problemOf(thrown);
    }
    this.redraw();
  }

  /** Rows of a new answer, where those that were there already keep what hangs below them. */
  private kept(before: readonly Node[], rows: readonly Row[], parent: string | null): Node[] {
    const known = new Map(before.map(node => [node.row.did, node]));
    return rows.map(row => {
      const node = known.get(row.did);
      if (node === undefined) {
        return nodeOf(this.fresh(row), parent);
      }
      node.row = this.fresh(row);
      return node;
    });
  }

  private fresh(row: Row): Row {
    this._states.came([row.did]);
    const download = this.transfers.of(this._instance ?? '', row.did);
    return download !== null && isUnderWay(download) ? { ...row, here: stateWhile(download, row.here) } : row;
  }

  private onMoved(_: TransfersModel, download: Download): void {
    if (download.instance !== this._instance) {
      return;
    }
    if (isUnderWay(download)) {
      this.setStates((did, before) => (did === download.did ? stateWhile(download, before) : null));
    }
    this._states.moved(download.did);
  }

  private setStates(of: (did: string, before: LocalState) => LocalState | null): void {
    each(this._root, node => {
      const here = of(node.row.did, node.row.here);
      if (here !== null) {
        node.row = { ...node.row, here };
      }
    });
    this.redraw();
  }

  private onLake(): void {
    const instance = this.lake.instance;
    const loggedIn = instance?.login.state === 'logged-in';
    const moved = (instance?.name ?? null) !== this._instance;
    const cameIn = loggedIn && !this._loggedIn;
    this._instance = instance?.name ?? null;
    this._loggedIn = loggedIn;
    if (moved) {
      this.clear();
    }
    if ((moved || cameIn) && this._text.trim() !== '') {
      void this.search();
    }
  }

  private redraw(): void {
    const before = this._lines;
    this._lines = this._root.nodes.length === 0 ? [] : linesOf(this._root);
    const line = this.currentLine();
    if (line === null && this._current !== null) {
      this.setCurrent(heirOf(this._current, before, this._lines));
    } else if (line?.kind === 'did') {
      this._look.renew(line.row);
    }
    this.tell();
  }

  private _text = '';
  private _type: SearchType = 'all';
  private _root: Branch = emptyBranch();
  private _lines: readonly Line[] = [];
  private _answered = false;
  private _more = false;
  private _limit = FIRST_PAGE;
  /** Somebody typed, and the search begins in a moment. */
  private _isDue = false;
  /** What to ask once the panel is seen again; null while it is. */
  private _later: (() => void)[] | null = null;
  private _current: string | null = null;
  private _instance: string | null;
  private _loggedIn: boolean;
  private readonly _typing: Debouncer;
  private readonly _look: CloseLook;
  private readonly _states: FreshStates;
}
