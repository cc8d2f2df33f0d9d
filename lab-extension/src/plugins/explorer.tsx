import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';

import { Commands } from '../commandIds';
import { ExploreModel } from '../explore/exploreModel';
import { ExplorePanel } from '../explore/ExplorePanel';
import { FilterKeys } from '../explore/filters';
import { Searches } from '../explore/searches';
import type { SearchType } from '../lake/wire';
import { shown } from '../parts/format';
import { IExplorer, ILake, ILakeNotebooks, ILakePanel } from '../tokens';
import { textArgs, textOf } from './args';
import { addCopyCommands } from './copying';
import { inSettings, inState } from './keeps';
import { addSearchCommands } from './searching';

const ID = 'jupyterlab-lakeside:explorer';

export const explorer: JupyterFrontEndPlugin<IExplorer> = {
  id: ID,
  description: 'Searches the catalogue and shows what a DID contains.',
  autoStart: true,
  requires: [ILake, ILakePanel],
  optional: [ILakeNotebooks, ICommandPalette, IStateDB, ISettingRegistry],
  provides: IExplorer,
  activate
};

const TYPES: readonly SearchType[] = ['all', 'container', 'dataset', 'file'];

function activate(
  app: JupyterFrontEnd,
  { lake, transfers, trans }: ILake,
  panel: ILakePanel,
  notebooks: ILakeNotebooks | null,
  palette: ICommandPalette | null,
  state: IStateDB | null,
  settings: ISettingRegistry | null
): IExplorer {
  const model = new ExploreModel(lake, transfers);
  const filters = new FilterKeys(lake);
  const searches = new Searches(
    inState(state, 'jupyterlab-lakeside:recent-searches'),
    inSettings(settings, ID, 'savedSearches', inState(state, 'jupyterlab-lakeside:saved-searches'))
  );
  model.onUsed = (text, type) => {
    searches.used(text, type);
  };
  const { commands } = app;
  panel.model.changed.connect(() => {
    model.setSeen(panel.model.isSeen);
  });
  // A stream that is read for this page would otherwise be read to its end for nobody.
  window.addEventListener('pagehide', () => {
    model.leave();
  });
  panel.model.add({
    id: 'explore',
    label: trans.__('Explore'),
    rank: 10,
    models: [],
    draw: () => (
      <ExplorePanel {...{ model, filters, searches, lake, commands }} notebooks={notebooks?.model ?? null} />
    )
  });

  commands.addCommand(Commands.search, {
    label: args => shown(textOf(args, 'label') ?? trans.__('Search the Data Lake')),
    caption: args =>
      shown(textOf(args, 'query') ?? trans.__('Look for containers, datasets and files in the catalogue')),
    describedBy: {
      args: textArgs({
        query: trans.__('What to look for: scope:name, the start of one, or part of a name'),
        type: trans.__('all, container, dataset or file'),
        label: trans.__('What a menu shows for it')
      })
    },
    execute: args => {
      panel.show('explore');
      model.setType(TYPES.find(type => type === textOf(args, 'type')) ?? model.type);
      model.setText(textOf(args, 'query') ?? model.text);
      return model.search();
    }
  });
  addSearchCommands(commands, searches, trans);
  addCopyCommands(commands, lake, model, trans);
  for (const command of [Commands.search, Commands.copyDid]) {
    palette?.addItem({ command, category: trans.__('Data lake') });
  }
  return { model };
}
