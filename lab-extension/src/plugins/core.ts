import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { Commands } from '../commandIds';
import { LakeApi } from '../lake/api';
import { EventStream } from '../lake/eventStream';
import { LakeModel } from '../lake/lakeModel';
import { sightOf } from '../lake/sight';
import { instanceWords } from '../panel/reachWords';
import { LoginModel } from '../login/loginModel';
import { ILake } from '../tokens';
import { TransfersModel } from '../transfers/transfersModel';
import { version } from '../version';
import { textArgs, textOf } from './args';

/** Reaches the service. Waits for nothing: JupyterLab starts whether the service is there or not. */
export const core: JupyterFrontEndPlugin<ILake> = {
  id: 'jupyterlab-lakeside:core',
  description: 'Reaches the Lakeside service: instances, logins, downloads, events.',
  autoStart: true,
  requires: [],
  optional: [ITranslator, ICommandPalette],
  provides: ILake,
  activate
};

function activate(
  app: JupyterFrontEnd,
  translator: ITranslator | null,
  palette: ICommandPalette | null
): ILake {
  const trans = (translator ?? nullTranslator).load('lakeside');
  const api = new LakeApi(app.serviceManager.serverSettings, trans);
  const events = new EventStream((after, signal) => api.events(after, signal), sightOf(document));
  const lake = new LakeModel(api, events, version, trans);
  const transfers = new TransfersModel(lake, events);
  const login = new LoginModel(lake);
  const category = trans.__('Data lake');
  const { commands } = app;
  const named = (args: Parameters<typeof textOf>[0]): string =>
    textOf(args, 'instance') ?? lake.instance?.name ?? '';

  commands.addCommand(Commands.login, {
    label: () =>
      lake.instance?.login.state === 'logged-in'
        ? trans.__('Log In as Somebody Else…')
        : trans.__('Log In to the Lake…'),
    caption: trans.__('Log in to a Rucio instance'),
    isEnabled: args => (lake.find(named(args))?.login.state ?? 'open') !== 'open',
    describedBy: {
      args: textArgs({ instance: trans.__('The instance to log in to; the one in the panel if absent') })
    },
    execute: args => {
      if (commands.hasCommand(Commands.openPanel)) {
        void commands.execute(Commands.openPanel, {});
      }
      login.open(named(args));
    }
  });
  commands.addCommand(Commands.logout, {
    label: trans.__('Log Out of the Lake'),
    caption: trans.__('Forget the login and its password'),
    isEnabled: args => lake.find(named(args))?.login.state === 'logged-in',
    describedBy: { args: textArgs({ instance: trans.__('The instance; the one in the panel if absent') }) },
    execute: args => lake.logout(named(args))
  });
  commands.addCommand(Commands.useInstance, {
    label: args => instanceWords(lake.find(named(args)), trans),
    isToggled: args => lake.instance?.name === textOf(args, 'instance'),
    isToggleable: true,
    isEnabled: args => lake.find(textOf(args, 'instance') ?? '') !== null,
    describedBy: { args: textArgs({ instance: trans.__('The instance to look at') }, ['instance']) },
    execute: args => {
      lake.use(named(args));
    }
  });
  commands.addCommand(Commands.tryNow, {
    label: trans.__('Ask the Lake Again Now'),
    caption: trans.__('Ask an instance that has not answered, without waiting until it is time'),
    isEnabled: args => lake.find(named(args)) !== null,
    describedBy: { args: textArgs({ instance: trans.__('The instance; the one in the panel if absent') }) },
    execute: args => lake.tryNow(named(args))
  });
  for (const command of [Commands.login, Commands.logout, Commands.tryNow]) {
    palette?.addItem({ command, category });
  }
  lake.start();
  return { lake, events, login, transfers, trans };
}
