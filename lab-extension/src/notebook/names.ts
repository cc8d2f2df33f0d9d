import type { TranslationBundle } from '@jupyterlab/translation';

import type { NameFault } from '../languages';

/** Why a variable cannot have this name: the language's reasons, and ours. */
export type Fault = NameFault['kind'] | 'taken';

export function nameWords(fault: Fault, trans: TranslationBundle): string {
  switch (fault) {
    case 'empty':
      return trans.__('A variable needs a name.');
    case 'not-a-name':
      return trans.__('A name has letters, digits and _, and begins with no digit.');
    case 'reserved':
      return trans.__('The language keeps this name for itself.');
    case 'long':
      return trans.__('This name is too long.');
    case 'shadows':
      return trans.__('This name hides one that people use.');
    case 'taken':
      return trans.__('This notebook has it already.');
  }
}
