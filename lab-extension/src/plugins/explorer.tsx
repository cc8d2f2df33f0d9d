import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';

import { Commands } from '../commandIds';
import { ExploreModel } from '../explore/exploreModel';
import { ExplorePanel } from '../explore/ExplorePanel';
import type { SearchType } from '../lake/wire';
import { IExplorer, ILake, ILakeNotebooks, ILakePanel } from '../tokens';
import { textArgs, textOf } from './args';

export const explorer: JupyterFrontEndPlugin<IExplorer> = {
  id: 'jupyterlab-lakeside:explorer',
  description: 'Searches the catalogue and shows what a DID contains.',
  autoStart: true,
  requires: [ILake, ILakePanel],
  optional: [ILakeNotebooks, ICommandPalette],
  provides: IExplorer,
  activate
};

const TYPES: readonly SearchType[] = ['all', 'container', 'dataset', 'file'];

function activate(
  app: JupyterFrontEnd,
  { lake, transfers, trans }: ILake,
  panel: ILakePanel,
  notebooks: ILakeNotebooks | null,
  palette: ICommandPalette | null
): IExplorer {
  const model = new ExploreModel(lake, transfers);
  const { commands } = app;
  panel.model.changed.connect(() => {
    model.setSeen(panel.model.isSeen);
  });
  panel.model.add({
    id: 'explore',
    label: trans.__('Explore'),
    rank: 10,
    models: [],
    draw: () => (
      <ExplorePanel model={model} lake={lake} notebooks={notebooks?.model ?? null} commands={commands} />
    )
  });

  commands.addCommand(Commands.search, {
    label: trans.__('Search the Data Lake'),
    caption: trans.__('Look for containers, datasets and files in the catalogue'),
    describedBy: {
      args: textArgs({
        query: trans.__('What to look for: scope:name, the start of one, or part of a name'),
        type: trans.__('all, container, dataset or file')
      })
    },
    execute: args => {
      panel.show('explore');
      model.setType(TYPES.find(type => type === textOf(args, 'type')) ?? model.type);
      model.setText(textOf(args, 'query') ?? model.text);
      return model.search();
    }
  });
  commands.addCommand(Commands.copyDid, {
    label: trans.__('Copy DID'),
    caption: trans.__('Copy scope and name to the clipboard'),
    isEnabled: args => (textOf(args, 'did') ?? model.details) !== null,
    describedBy: { args: textArgs({ did: trans.__('The DID to copy; the selected one if absent') }) },
    execute: args => navigator.clipboard.writeText(textOf(args, 'did') ?? model.details?.row.did ?? '')
  });
  for (const command of [Commands.search, Commands.copyDid]) {
    palette?.addItem({ command, category: trans.__('Data lake') });
  }
  return { model };
}
