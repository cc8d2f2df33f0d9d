/** One plugin for each capability: a site switches off what it does not want. */
import { core } from './plugins/core';
import { explorer } from './plugins/explorer';
import { notebook } from './plugins/notebook';
import { panel } from './plugins/panel';
import { transfers } from './plugins/transfers';

export * from './tokens';

export default [core, panel, explorer, notebook, transfers];
