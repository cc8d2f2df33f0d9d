import type { ReactElement } from 'react';

import { Model } from '../lake/model';

/** One tab of the panel, brought by whichever plugin it belongs to. */
export interface Tab {
  readonly id: string;
  readonly label: string;
  /** Tabs stand in the order of their ranks. */
  readonly rank: number;
  /** How many things the tab holds; nothing is shown for zero. */
  readonly count?: () => number;
  /** Models whose changes may change the count. */
  readonly models: readonly Model[];
  readonly draw: () => ReactElement;
}

/** Which tabs there are, which is in front, and whether anybody sees it. */
export class PanelModel extends Model {
  get tabs(): readonly Tab[] {
    return this._tabs;
  }

  get current(): Tab | null {
    return this._tabs.find(({ id }) => id === this._current) ?? this._tabs[0] ?? null;
  }

  /** Somebody sees the panel, unless the page itself is hidden. */
  get isSeen(): boolean {
    return this._isSeen;
  }

  setSeen(isSeen: boolean): void {
    if (isSeen !== this._isSeen) {
      this._isSeen = isSeen;
      this.tell();
    }
  }

  add(tab: Tab): void {
    this._tabs = [...this._tabs, tab].sort((a, b) => a.rank - b.rank);
    this.tell();
  }

  /** Somebody has said which tab to show, be it the one that was in front anyway. */
  get isChosen(): boolean {
    return this._isChosen;
  }

  setCurrent(id: string): void {
    this._isChosen = true;
    if (id !== this.current?.id) {
      this._current = id;
      this.tell();
    }
  }

  private _tabs: readonly Tab[] = [];
  private _current = '';
  private _isChosen = false;
  private _isSeen = true;
}
