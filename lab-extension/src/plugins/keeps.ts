import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';

import type { Keep } from '../explore/searches';

/** In what JupyterLab remembers of a workspace; nowhere, if it remembers nothing. */
export function inState(state: IStateDB | null, key: string): Keep {
  return {
    load: async () => state?.fetch(key),
    save: async searches => {
      await state?.save(key, searches as unknown as ReadonlyPartialJSONValue);
    }
  };
}

/** In a person's settings, where they can be edited, too; without settings, in what JupyterLab remembers. */
export function inSettings(
  registry: ISettingRegistry | null,
  plugin: string,
  key: string,
  otherwise: Keep
): Keep {
  const settings = registry?.load(plugin).catch(() => null) ?? Promise.resolve(null);
  return {
    load: async (): Promise<unknown> => {
      const found = await settings;
      return found === null ? otherwise.load() : found.composite[key];
    },
    save: async searches => {
      const found = await settings;
      return found === null ? otherwise.save(searches) : found.set(key, searches as never);
    },
    onChange: callback => {
      void settings.then(found => found?.changed.connect(callback));
    }
  };
}
