import type { ISignal } from '@lumino/signaling';

import type { KernelPort } from './binding';
import type { Metadata } from './metadata';

/** A kernel, as far as binding needs it. */
export interface NotebookKernel extends KernelPort {
  /** The name of its specification: kernels of one name speak one language. */
  readonly name: string;
  readonly info: Promise<{ readonly language_info: { readonly name: string } }>;
}

/** An open notebook, as far as binding needs it. */
export interface Notebook {
  readonly name: string;
  readonly path: string;
  /** Its content has been read; until then the metadata is not there. */
  readonly ready: Promise<void>;
  readonly metadata: Metadata;
  /** Somebody, perhaps we, changed the metadata under this key. */
  readonly metadataChanged: ISignal<Notebook, string>;
  readonly kernel: NotebookKernel | null;
  readonly kernelLabel: string;
  /** A kernel is there that was not, or has started anew; or there is none any more. */
  readonly kernelChanged: ISignal<Notebook, NotebookKernel | null>;
  /** The kernel may have started anew while nobody looked. */
  readonly kernelDoubted: ISignal<Notebook, void>;
  insertCell(code: string): void;
}
