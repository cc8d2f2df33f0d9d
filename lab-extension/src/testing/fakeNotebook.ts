import type { PartialJSONValue } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

import type { Metadata } from '../notebook/metadata';
import type { Notebook, NotebookKernel } from '../notebook/notebook';

/** A notebook on paper: metadata in a record, kernels that a test brings and takes away. */
export class FakeNotebook implements Notebook {
  readonly name = 'hyy.ipynb';
  readonly path = 'hyy.ipynb';
  readonly kernelLabel = 'Python 3';
  readonly ready = Promise.resolve();
  readonly cells: string[] = [];
  readonly metadataChanged: Signal<Notebook, string> = new Signal<Notebook, string>(this);
  readonly kernelChanged: Signal<Notebook, NotebookKernel | null> = new Signal<
    Notebook,
    NotebookKernel | null
  >(this);
  readonly kernelDoubted: Signal<Notebook, void> = new Signal<Notebook, void>(this);
  readonly metadata: Metadata;

  constructor(
    public kernel: NotebookKernel | null,
    readonly content: Record<string, PartialJSONValue> = {}
  ) {
    this.metadata = {
      get: key => content[key],
      set: (key, value) => {
        content[key] = value;
        this.metadataChanged.emit(key);
      },
      delete: key => {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record of a test
        delete content[key];
        this.metadataChanged.emit(key);
      }
    };
  }

  arrive(kernel: NotebookKernel | null): void {
    this.kernel = kernel;
    this.kernelChanged.emit(kernel);
  }

  insertCell(code: string): void {
    this.cells.push(code);
  }
}
