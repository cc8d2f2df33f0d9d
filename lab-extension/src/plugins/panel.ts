import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';

import { Commands } from '../commandIds';
import { LakePanel } from '../panel/LakePanel';
import { PanelModel } from '../panel/panelModel';
import { lakeIcon } from '../parts/icons';
import { ILake, ILakePanel } from '../tokens';
import { textArgs, textOf } from './args';

export const panel: JupyterFrontEndPlugin<ILakePanel> = {
  id: 'jupyterlab-lakeside:panel',
  description: 'The side panel of the data lake; other plugins add its tabs.',
  autoStart: true,
  requires: [ILake],
  optional: [ILayoutRestorer, ICommandPalette, IStateDB],
  provides: ILakePanel,
  activate
};

function activate(
  app: JupyterFrontEnd,
  { lake, login, trans }: ILake,
  restorer: ILayoutRestorer | null,
  palette: ICommandPalette | null,
  state: IStateDB | null
): ILakePanel {
  const model = new PanelModel();
  const { commands } = app;
  const widget = new LakePanel({ panel: model, lake, login, commands }, trans);
  app.shell.add(widget, 'left', { rank: 205, type: 'Data Lake' });
  restorer?.add(widget, widget.id);

  if (state !== null) {
    void keepTab(model, state, app.restored);
  }

  const show = (tab?: string): void => {
    app.shell.activateById(widget.id);
    if (tab !== undefined) {
      model.setCurrent(tab);
    }
  };
  commands.addCommand(Commands.openPanel, {
    label: trans.__('Open the Data Lake'),
    caption: trans.__('Show the side panel of the data lake'),
    icon: lakeIcon,
    describedBy: { args: textArgs({ tab: trans.__('The tab to show: explore, notebook or transfers') }) },
    execute: args => {
      show(textOf(args, 'tab') ?? undefined);
    }
  });
  palette?.addItem({ command: Commands.openPanel, category: trans.__('Data lake') });
  return { model, show };
}

const TAB = 'jupyterlab-lakeside:tab';

/** After a reload the tab is in front that was before. */
async function keepTab(model: PanelModel, state: IStateDB, restored: Promise<void>): Promise<void> {
  const saved = await restored.then(() => state.fetch(TAB)).catch(() => undefined);
  // Whoever has chosen a tab meanwhile keeps it.
  const isChosen = model.isChosen;
  if (typeof saved === 'string' && !isChosen) {
    model.setCurrent(saved);
  }
  let kept = saved;
  const keep = (): void => {
    const tab = model.current?.id;
    if (tab !== undefined && tab !== kept) {
      kept = tab;
      // Without it JupyterLab opens with the first tab; that is no reason to bother anybody.
      state.save(TAB, tab).catch(() => undefined);
    }
  };
  model.changed.connect(keep);
  if (isChosen) {
    keep();
  }
}
