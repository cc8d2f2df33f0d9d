import type { TranslationBundle } from '@jupyterlab/translation';

import { Commands } from '../commandIds';
import type { MenuEntry } from '../parts/menu';
import type { ExploreModel } from './exploreModel';
import type { Searches } from './searches';

/** Saved searches by name, then recent ones by their words, then what can be done with them. */
export function searchMenu(
  model: ExploreModel,
  { saved, recent }: Searches,
  trans: TranslationBundle
): readonly MenuEntry[] {
  const named = [...saved].sort((one, other) => one.name.localeCompare(other.name));
  const forget = named.map(({ name }) => ({ command: Commands.forgetSearch, args: { name } }));
  return [
    ...named.map(({ name, text, type }) => ({
      command: Commands.search,
      args: { query: text, type, label: name }
    })),
    'line',
    ...recent.map(({ text, type }) => ({
      command: Commands.search,
      args: { query: text, type, label: text }
    })),
    'line',
    { command: Commands.saveSearch, args: { query: model.text, type: model.type } },
    ...(forget.length === 0 ? [] : [{ label: trans.__('Remove a Saved Search'), entries: forget }]),
    { command: Commands.clearRecent, args: {} }
  ];
}
