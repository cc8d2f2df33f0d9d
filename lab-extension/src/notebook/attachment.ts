import type { Value } from '../languages';
import type { Problem } from '../lake/problem';
import type { Change, Download } from '../lake/wire';
import type { Wish } from './metadata';
import type { Fault } from './names';

/** Where an attachment stands, each with exactly what is known then. */
export type AttachmentState =
  | { readonly kind: 'asking' }
  /** The files are not all here, and nobody is fetching them. */
  | { readonly kind: 'elsewhere'; readonly missing: number }
  /** All files are here, and a person has to say whether those are good enough that nobody can verify. */
  | { readonly kind: 'unverified'; readonly count: number }
  | { readonly kind: 'downloading'; readonly download: Download }
  | { readonly kind: 'download-ended'; readonly download: Download }
  | { readonly kind: 'no-kernel' }
  | { readonly kind: 'binding' }
  | { readonly kind: 'attached'; readonly at: Date }
  | { readonly kind: 'other-value' }
  | { readonly kind: 'other-language'; readonly language: string }
  | { readonly kind: 'bad-name'; readonly fault: Fault }
  /** The notebook means a catalogue that the instance of that name is not. */
  | { readonly kind: 'other-catalogue'; readonly host: string; readonly here: string | null }
  | { readonly kind: 'failed'; readonly reason: string; readonly code: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface Attachment {
  readonly wish: Wish;
  /** The instance that answers for it, once that is settled. */
  readonly instance: string | null;
  readonly state: AttachmentState;
  /** What the variable is to hold, once all files are here. */
  readonly value: Value | null;
  /** Files among them that could not be verified. */
  readonly unverified: number;
  /** What the catalogue has by now that the variable has not. */
  readonly changed: Change | null;
  /** The download of what has changed, once somebody has asked for it. */
  readonly renewal: Download | null;
}
