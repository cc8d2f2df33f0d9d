import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker, type NotebookPanel as LabNotebookPanel } from '@jupyterlab/notebook';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { Commands } from '../commandIds';
import type { Attachment } from '../notebook/attachment';
import { LabNotebook } from '../notebook/labNotebook';
import { nameWords } from '../notebook/names';
import { NotebookPanel } from '../notebook/NotebookPanel';
import { NotebooksModel } from '../notebook/notebooksModel';
import { shown } from '../parts/format';
import { ILake, ILakeNotebooks, ILakePanel } from '../tokens';
import { textArgs, textOf } from './args';

export const notebook: JupyterFrontEndPlugin<ILakeNotebooks> = {
  id: 'jupyterlab-lakeside:notebook',
  description: 'Attaches DIDs to notebooks as variables, and sets them again when the kernel starts anew.',
  autoStart: true,
  requires: [ILake, ILakePanel, INotebookTracker],
  optional: [ICommandPalette],
  provides: ILakeNotebooks,
  activate
};

function activate(
  app: JupyterFrontEnd,
  { lake, login, transfers, trans }: ILake,
  panel: ILakePanel,
  tracker: INotebookTracker,
  palette: ICommandPalette | null
): ILakeNotebooks {
  const model = new NotebooksModel(lake, transfers);
  const { commands } = app;
  follow(tracker, model);
  panel.model.add({
    id: 'notebook',
    label: trans.__('Notebook'),
    rank: 20,
    models: [model],
    count: () => model.current?.attachments.length ?? 0,
    draw: () => (
      <NotebookPanel
        notebooks={model}
        lake={lake}
        onLogin={instance => {
          login.open(instance ?? lake.instance?.name ?? '');
        }}
        onSearch={
          commands.hasCommand(Commands.search)
            ? () => {
                panel.show('explore');
              }
            : null
        }
      />
    )
  });

  const did = trans.__('The DID, scope:name');
  const variable = trans.__('The name of the variable');
  const instance = trans.__('The instance; the one in the panel if absent');
  const named = (args: ReadonlyPartialJSONObject): Attachment | null =>
    model.current?.attachments.find(
      ({ wish }) => wish.variable === textOf(args, 'variable') || wish.did === textOf(args, 'did')
    ) ?? null;

  commands.addCommand(Commands.attach, {
    label: trans.__('Attach to the Notebook'),
    caption: trans.__('Make the files of a DID a variable of the notebook in front'),
    isEnabled: args => textOf(args, 'did') !== null,
    describedBy: { args: textArgs({ did, variable, instance }, ['did']) },
    execute: args => {
      const wanted = textOf(args, 'did');
      panel.show('notebook');
      if (model.current === null) {
        Notification.info(
          trans.__('Open a notebook first: %1 becomes a variable in it.', shown(wanted ?? ''))
        );
      } else if (wanted !== null) {
        const name = textOf(args, 'variable') ?? undefined;
        const fault = model.current.attach(
          textOf(args, 'instance') ?? lake.instance?.name ?? '',
          wanted,
          name
        );
        if (fault !== null) {
          Notification.warning(
            trans.__(
              '%1 was not attached as “%2”. %3',
              shown(wanted),
              shown(name ?? ''),
              nameWords(fault, trans)
            )
          );
        }
      }
    }
  });
  commands.addCommand(Commands.detach, {
    label: trans.__('Remove from the Notebook'),
    caption: trans.__('Take an attachment out of the notebook; the variable stays until the kernel ends'),
    isEnabled: args => named(args) !== null,
    describedBy: { args: textArgs({ did, variable }) },
    execute: args => {
      const found = named(args);
      if (found !== null) {
        model.current?.detach(found);
      }
    }
  });
  commands.addCommand(Commands.bindAgain, {
    label: trans.__('Set Attached Variables Again'),
    caption: trans.__('Set the variables of the notebook in front again, whatever they hold now'),
    isEnabled: () => (model.current?.attachments.length ?? 0) > 0,
    describedBy: { args: textArgs({ variable: trans.__('Only this variable; all if absent') }) },
    execute: args => {
      const only = textOf(args, 'variable');
      for (const attachment of model.current?.attachments ?? []) {
        if (only === null || attachment.wish.variable === only) {
          model.current?.bindAgain(attachment);
        }
      }
    }
  });
  palette?.addItem({ command: Commands.bindAgain, category: trans.__('Data lake') });
  return { model };
}

/** Keeps the model in step with the notebooks that are open, restored ones included. */
function follow(tracker: INotebookTracker, model: NotebooksModel): void {
  const known = new WeakMap<LabNotebookPanel, LabNotebook>();
  const opened = (widget: LabNotebookPanel): void => {
    if (!known.has(widget)) {
      const one = new LabNotebook(widget);
      known.set(widget, one);
      model.opened(one);
      widget.disposed.connect(() => {
        model.closed(one);
      });
    }
  };
  const toFront = (): void => {
    const widget = tracker.currentWidget;
    model.setCurrent(widget === null ? null : (known.get(widget) ?? null));
  };
  tracker.widgetAdded.connect((_, widget) => {
    opened(widget);
    toFront();
  });
  tracker.currentChanged.connect(toFront);
  tracker.forEach(opened);
  toFront();
}
