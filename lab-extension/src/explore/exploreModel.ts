import { Debouncer } from '@lumino/polling';

import type { Availability } from '../lake/detailsWire';
import type { LakeModel } from '../lake/lakeModel';
import { mayAsk } from '../lake/loginWire';
import { Model } from '../lake/model';
import type { Problem } from '../lake/problem';
import type { Download, Row, SearchType, Understood } from '../lake/wire';
import { type TransfersModel, isUnderWay, stateWhile } from '../transfers/transfersModel';
import { CloseLook, type Details, type SectionName } from './closeLook';
import { type Found, FoundTree, type Listing } from './foundTree';
import { FreshStates } from './freshStates';
import { heirOf } from './heir';
import type { Line, Lines } from './lines';
import { StorageStates } from './storageStates';
import { Walk } from './walk';

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
    const tell = (): void => {
      this.tell();
    };
    const instance = (): string | null => this._instance;
    this._typing = new Debouncer(() => this.search(), 400);
    this._look = new CloseLook(lake, tell);
    this._tree = new FoundTree(
      lake,
      row => this.fresh(row),
      () => {
        this.redraw();
      }
    );
    this._lines = this._tree.lines;
    this._states = new FreshStates(lake.api, instance, states => {
      states.forEach((here, did) => {
        this._tree.change(did, row => ({ ...row, here }));
      });
    });
    this._storages = new StorageStates(lake, instance, tell);
    this._instance = lake.instance?.name ?? null;
    this._mayAsk = lake.instance !== null && mayAsk(lake.instance.login);
    lake.changed.connect(this.onLake, this);
    transfers.moved.connect(this.onMoved, this);
  }

  /** The keyboard's way through the tree. */
  readonly walk = new Walk(this);

  /** Called with a search that somebody did something with. */
  onUsed: (text: string, type: SearchType) => void = () => undefined;

  get text(): string {
    return this._text;
  }

  get type(): SearchType {
    return this._type;
  }

  /** A search is under way, or begins as soon as nobody types. */
  get searching(): boolean {
    return this._isDue || this._tree.isSearching;
  }

  /** Null until something has been searched for. */
  get found(): Found | null {
    return this._tree.found;
  }

  get understood(): Understood | null {
    return this._tree.understood;
  }

  get problem(): Problem | null {
    return this._tree.problem;
  }

  /** The words that the answer, or the problem, is about. */
  get askedText(): string {
    return this._tree.asked.text;
  }

  get lines(): Lines {
    return this._lines;
  }

  /** The key of the line that the keyboard is at. */
  get current(): string | null {
    return this._current;
  }

  get details(): Details | null {
    return this._look.details;
  }

  /** What is known of the listing below the current row; null while it has not been opened. */
  get listing(): Listing | null {
    return this._tree.listing(this._current);
  }

  /** Whether storages can give it; null while nobody has asked. */
  availability(did: string): Availability | null {
    return this._storages.of(did);
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
    this.tell();
  }

  setType(type: SearchType): void {
    if (type !== this._type) {
      this._type = type;
      this.takeBack();
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
      const due = this._isDue ? [(): unknown => this.search()] : [];
      const look = this._look.rest()
        ? [
            (): void => {
              this._look.again(null);
            }
          ]
        : [];
      this._later = [...due, ...this._tree.takeAllBack(), ...look];
      this.takeBack();
      this.tell();
    }
  }

  /** Asks at once for what stands in the box. */
  async search(): Promise<void> {
    this.takeBack();
    const instance = this.lake.instance?.name;
    if (this._text.trim() === '' || instance === undefined || this.isDisposed) {
      this.tell();
      return;
    }
    if (this._later !== null) {
      this._later.push(() => void this.search());
      return;
    }
    this.setCurrent(null);
    this._storages.forget();
    await this._tree.search(instance, this._text, this._type);
  }

  /** Searches for a DID, opens it and goes there. */
  async goTo(did: string): Promise<void> {
    this._type = 'all';
    this._text = did;
    await this.search();
    if (this._text === did && this._tree.has(did)) {
      this.setCurrent(did);
      this._tree.open(did, true);
    }
  }

  /** Opens or closes a collection; a line of a loop leads to where it is open already. */
  toggle(key: string): void {
    const line = this._lines.at(this._lines.indexOf(key));
    if (line?.kind === 'did' && line.key === key) {
      this.used();
      if (line.isLoop) {
        this.walk.toLoop(line);
      } else {
        this._tree.toggle(line);
      }
    }
  }

  /** The next page below the line `parent`, or of the search itself. */
  async showMore(parent: string | null): Promise<void> {
    await this._tree.showMore(parent);
  }

  /** Reads the listing below a row anew, whatever is kept of it. */
  async refresh(key: string): Promise<void> {
    await this._tree.refresh(key);
  }

  /** Which lines somebody looks at: what ends soon below them is read on, and their states are kept fresh. */
  setSight(first: number, last: number): void {
    if (!this._isDue && this._later === null) {
      this._tree.near(first, last);
    }
    const rows: Row[] = [];
    for (let index = first; index <= last; index++) {
      const line = this._lines.at(index);
      if (line?.kind === 'did') {
        rows.push(line.row);
      }
    }
    this._states.setSight(rows.map(({ did }) => did));
    this._storages.setSight(rows);
  }

  setCurrent(key: string | null): void {
    if (key !== this._current) {
      this._current = key;
      const line = this.currentLine();
      this._look.at(line?.kind === 'did' ? line.row : null);
      if (key !== null) {
        this.used();
      }
      this.tell();
    }
  }

  currentLine(): Line | null {
    const index = this._lines.indexOf(this._current);
    return index < 0 ? null : (this._lines.at(index) ?? null);
  }

  /** Asks again for a part of the details, or for all of them. */
  lookAgain(section: SectionName | null = null): void {
    this._look.again(section);
  }

  toggleSection(section: SectionName): void {
    this._look.toggle(section);
  }

  /** The page goes: the service need not read on. */
  leave(): void {
    this._tree.leave();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._typing.dispose();
      this._look.dispose();
      this._states.dispose();
      this._storages.dispose();
      super.dispose();
      this._tree.dispose();
    }
  }

  private used(): void {
    if (this.found !== null && this._lines.length > 0) {
      this.onUsed(this._tree.asked.text, this._tree.asked.type);
    }
  }

  /** The search that is under way, or about to begin, is of no more use. */
  private takeBack(): void {
    void this._typing.stop();
    this._isDue = false;
    this._tree.takeBack();
  }

  private clear(): void {
    this._tree.clear();
    this.setCurrent(null);
  }

  private fresh(row: Row): Row {
    this._states.came(row.did);
    const download = this.transfers.of(this._instance ?? '', row.did);
    return download !== null && isUnderWay(download) ? { ...row, here: stateWhile(download, row.here) } : row;
  }

  private onMoved(_: TransfersModel, download: Download): void {
    if (download.instance !== this._instance) {
      return;
    }
    if (isUnderWay(download)) {
      this._tree.change(download.did, row => ({ ...row, here: stateWhile(download, row.here) }));
    }
    this._states.moved(download.did);
  }

  private onLake(): void {
    const { instance } = this.lake;
    const may = instance !== null && mayAsk(instance.login);
    const returns = instance === null ? 0 : this.lake.returns(instance.name);
    const moved = (instance?.name ?? null) !== this._instance;
    const isWellAgain = !moved && returns > this._returns;
    const isBack = (may && !this._mayAsk) || (isWellAgain && this.problem !== null);
    if (moved) {
      this.clear();
    }
    this._instance = instance?.name ?? null;
    this._mayAsk = may;
    this._returns = returns;
    if ((moved || isBack) && this._text.trim() !== '') {
      void this.search();
    } else if (isWellAgain) {
      this._storages.again();
    }
  }

  private redraw(): void {
    const before = this._lines;
    this._lines = this._tree.lines;
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
  private _lines: Lines;
  /** Somebody typed, and the search begins in a moment. */
  private _isDue = false;
  /** What to ask once the panel is seen again; null while it is. */
  private _later: (() => unknown)[] | null = null;
  private _current: string | null = null;
  private _instance: string | null;
  private _mayAsk: boolean;
  /** Of the instance, when it was last looked at. */
  private _returns = 0;
  private readonly _typing: Debouncer;
  private readonly _tree: FoundTree;
  private readonly _look: CloseLook;
  private readonly _states: FreshStates;
  private readonly _storages: StorageStates;
}
