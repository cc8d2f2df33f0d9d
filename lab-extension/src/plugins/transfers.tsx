import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { Commands } from '../commandIds';
import { problemOf } from '../lake/problem';
import { shown } from '../parts/format';
import { ILake, ILakePanel } from '../tokens';
import { isUnderWay } from '../transfers/transfersModel';
import { TransfersPanel } from '../transfers/TransfersPanel';
import { textArgs, textOf } from './args';

export const transfers: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-lakeside:transfers',
  description: 'Downloads: starts, shows and cancels them.',
  autoStart: true,
  requires: [ILake, ILakePanel],
  activate
};

function activate(
  app: JupyterFrontEnd,
  { lake, login, transfers: model, trans }: ILake,
  panel: ILakePanel
): void {
  const { commands } = app;
  panel.model.add({
    id: 'transfers',
    label: trans.__('Transfers'),
    rank: 30,
    models: [model],
    count: () => model.running.length,
    draw: () => (
      <TransfersPanel
        model={model}
        lake={lake}
        onLogin={instance => {
          login.open(instance);
        }}
      />
    )
  });

  const which = (args: ReadonlyPartialJSONObject): { instance: string; did: string } => ({
    instance: textOf(args, 'instance') ?? lake.instance?.name ?? '',
    did: textOf(args, 'did') ?? ''
  });
  const described = {
    args: textArgs(
      {
        did: trans.__('The DID, scope:name'),
        instance: trans.__('The instance; the one in the panel if absent')
      },
      ['did']
    )
  };
  commands.addCommand(Commands.download, {
    label: trans.__('Download'),
    caption: trans.__('Bring all files of a DID here, each checked against its checksum'),
    isEnabled: args => textOf(args, 'did') !== null,
    describedBy: described,
    execute: async args => {
      const { instance, did } = which(args);
      try {
        await model.start(instance, did);
      } catch (thrown) {
        const { type, detail, remedy } = problemOf(thrown);
        if (type === 'not-logged-in' || type === 'login-expired') {
          login.open(instance);
        }
        Notification.error(trans.__('%1 was not downloaded: %2 %3', shown(did), detail, remedy ?? ''), {
          autoClose: false
        });
      }
    }
  });
  commands.addCommand(Commands.cancelDownload, {
    label: trans.__('Cancel the Download'),
    caption: trans.__('Stop fetching a DID; what has come stays'),
    isEnabled: args => {
      const { instance, did } = which(args);
      const download = model.of(instance, did);
      return download !== null && isUnderWay(download);
    },
    describedBy: described,
    execute: async args => {
      const { instance, did } = which(args);
      const download = model.of(instance, did);
      if (download !== null) {
        await model.cancel(download);
      }
    }
  });
}
