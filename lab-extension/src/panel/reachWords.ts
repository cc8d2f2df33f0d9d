import type { TranslationBundle } from '@jupyterlab/translation';

import type { Instance, Reach } from '../lake/wire';
import { moment } from '../parts/format';

/** How an instance answers, as a few words beside its name. */
export function reachWords({ state, since }: Reach, trans: TranslationBundle): string {
  switch (state) {
    case 'well':
      return trans.__('answers');
    case 'slow':
      return trans.__('answers slowly');
    case 'silent':
      return since === null ? trans.__('silent') : trans.__('silent since %1', moment(since));
    case 'refusing':
      return trans.__('refuses');
  }
}

/** An instance in a menu: one that does not answer says so before it is chosen. */
export function instanceWords(instance: Instance | null, trans: TranslationBundle): string {
  if (instance === null) {
    return trans.__('Use Another Instance');
  }
  const { label, reach } = instance;
  return reach === null || reach.state === 'well'
    ? label
    : trans.__('%1 (%2)', label, reachWords(reach, trans));
}
