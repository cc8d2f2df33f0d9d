import type { ISessionContext } from '@jupyterlab/apputils';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { type ISignal, Signal } from '@lumino/signaling';

import type { Metadata } from './metadata';
import type { Notebook, NotebookKernel } from './notebook';

/** JupyterLab's notebook as the one that models know. */
export class LabNotebook implements Notebook {
  constructor(private readonly panel: NotebookPanel) {
    const { sessionContext, context } = panel;
    this.ready = context.ready.then(() => {
      panel.model?.metadataChanged.connect((_, { key }) => {
        this._metadataChanged.emit(key);
      });
    });
    sessionContext.kernelChanged.connect((_, { newValue }) => {
      this._kernelChanged.emit(newValue);
    });
    sessionContext.connectionStatusChanged.connect((_, status) => {
      if (status === 'connected') {
        this._kernelDoubted.emit();
      }
    });
    sessionContext.statusChanged.connect((context_, status) => {
      if (status === 'restarting' || status === 'autorestarting') {
        // Once the connection has thrown away what it held for the old kernel, it keeps what is sent for the new
        // one: so we are there before a cell that is run while the kernel restarts.
        queueMicrotask(() => {
          this._kernelDoubted.emit();
        });
      } else if (status === 'starting' && connected(context_)) {
        // Another browser's restart shows as no more than this; before the first connection it means nothing.
        this._kernelDoubted.emit();
      }
    });
    panel.disposed.connect(() => {
      Signal.clearData(this);
    });
  }

  readonly ready: Promise<void>;

  get name(): string {
    return this.panel.title.label;
  }

  get path(): string {
    return this.panel.context.path;
  }

  get metadata(): Metadata {
    const { model } = this.panel;
    return {
      get: key => model?.getMetadata(key) as ReturnType<Metadata['get']>,
      set: (key, value) => model?.setMetadata(key, value),
      delete: key => model?.deleteMetadata(key)
    };
  }

  get kernel(): NotebookKernel | null {
    return this.panel.sessionContext.session?.kernel ?? null;
  }

  get kernelLabel(): string {
    return this.panel.sessionContext.kernelDisplayName;
  }

  get metadataChanged(): ISignal<Notebook, string> {
    return this._metadataChanged;
  }

  get kernelChanged(): ISignal<Notebook, NotebookKernel | null> {
    return this._kernelChanged;
  }

  get kernelDoubted(): ISignal<Notebook, void> {
    return this._kernelDoubted;
  }

  insertCell(code: string): void {
    const { content } = this.panel;
    NotebookActions.insertBelow(content);
    content.activeCell?.model.sharedModel.setSource(code);
    content.activate();
  }

  private readonly _metadataChanged = new Signal<this, string>(this);
  private readonly _kernelChanged = new Signal<this, NotebookKernel | null>(this);
  private readonly _kernelDoubted = new Signal<this, void>(this);
}

function connected({ session }: ISessionContext): boolean {
  return session?.kernel?.connectionStatus === 'connected';
}
