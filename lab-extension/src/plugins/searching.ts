import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { Commands } from '../commandIds';
import type { Searches } from '../explore/searches';
import type { SearchType } from '../lake/wire';
import { shown } from '../parts/format';
import { textArgs, textOf } from './args';

/** What can be done with searches that are kept. */
export function addSearchCommands(
  commands: CommandRegistry,
  searches: Searches,
  trans: TranslationBundle
): void {
  commands.addCommand(Commands.saveSearch, {
    label: trans.__('Save This Search…'),
    caption: trans.__('Keep a search under a name'),
    isEnabled: args => textOf(args, 'query') !== null,
    describedBy: {
      args: textArgs(
        {
          query: trans.__('What is searched for'),
          type: trans.__('all, container, dataset or file'),
          name: trans.__('Its name; asked for if absent')
        },
        ['query']
      )
    },
    execute: async args => {
      const query = textOf(args, 'query') ?? '';
      const name = textOf(args, 'name') ?? (await askName(query, trans));
      if (name !== '') {
        searches.save(name, query, (textOf(args, 'type') ?? 'all') as SearchType);
      }
    }
  });
  commands.addCommand(Commands.forgetSearch, {
    label: args => shown(textOf(args, 'name') ?? trans.__('Remove a Saved Search')),
    caption: trans.__('Forget a search that was kept under a name'),
    isEnabled: args => searches.saved.some(({ name }) => name === textOf(args, 'name')),
    describedBy: { args: textArgs({ name: trans.__('Its name') }, ['name']) },
    execute: args => {
      searches.forget(textOf(args, 'name') ?? '');
    }
  });
  commands.addCommand(Commands.clearRecent, {
    label: trans.__('Clear Recent Searches'),
    caption: trans.__('Forget what was searched for lately; saved searches stay'),
    isEnabled: () => searches.recent.length > 0,
    describedBy: { args: textArgs({}) },
    execute: () => {
      searches.clearRecent();
    }
  });
}

async function askName(query: string, trans: TranslationBundle): Promise<string> {
  const { value } = await InputDialog.getText({
    title: trans.__('Save This Search'),
    label: trans.__('Name'),
    text: query,
    selectionRange: query.length
  });
  return value?.trim() ?? '';
}
