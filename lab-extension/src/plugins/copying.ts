import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { Commands } from '../commandIds';
import type { ExploreModel } from '../explore/exploreModel';
import { webPage } from '../explore/webPage';
import { wholeList } from '../explore/wholeList';
import type { LakeModel } from '../lake/lakeModel';
import { problemOf } from '../lake/problem';
import { shown } from '../parts/format';
import { textArgs, textOf } from './args';

/** What takes a row elsewhere: to the clipboard, to the site's web interface; and what reads it anew. */
export function addCopyCommands(
  commands: CommandRegistry,
  lake: LakeModel,
  model: ExploreModel,
  trans: TranslationBundle
): void {
  const didOf = (args: ReadonlyPartialJSONObject): string | null =>
    textOf(args, 'did') ?? model.details?.row.did ?? null;
  const instanceOf = (args: ReadonlyPartialJSONObject): string =>
    textOf(args, 'instance') ?? lake.instance?.name ?? '';
  const described = {
    args: textArgs({
      did: trans.__('The DID; the selected one if absent'),
      instance: trans.__('The instance; the one in the panel if absent')
    })
  };
  commands.addCommand(Commands.copyDid, {
    label: trans.__('Copy DID'),
    caption: trans.__('Copy scope and name to the clipboard'),
    isEnabled: args => didOf(args) !== null,
    describedBy: described,
    execute: args => navigator.clipboard.writeText(didOf(args) ?? '')
  });
  commands.addCommand(Commands.copyList, {
    label: trans.__('Copy List of DIDs'),
    caption: trans.__('Copy the DIDs of all that is in a container or dataset, one to a line'),
    isEnabled: args => didOf(args) !== null,
    describedBy: described,
    execute: async args => {
      const did = didOf(args) ?? '';
      try {
        await copyWhenThere(wholeList(lake.api, trans, instanceOf(args), did));
      } catch (thrown) {
        const { detail, remedy } = problemOf(thrown);
        const words = trans.__('The list of %1 was not copied: %2 %3', shown(did), detail, remedy ?? '');
        Notification.error(words, { autoClose: false });
        throw thrown;
      }
    }
  });
  commands.addCommand(Commands.refreshListing, {
    label: trans.__('Refresh the Listing'),
    caption: trans.__('Ask Rucio again what is in it'),
    isEnabled: args => textOf(args, 'key') !== null,
    describedBy: { args: textArgs({ key: trans.__('The line of the tree') }, ['key']) },
    execute: args => model.refresh(textOf(args, 'key') ?? '')
  });
  commands.addCommand(Commands.openWeb, {
    label: trans.__('Open its Web Page'),
    caption: trans.__('Show the DID in the site’s web interface to the catalogue'),
    isEnabled: args => didOf(args) !== null && lake.find(instanceOf(args))?.web != null,
    describedBy: described,
    execute: args => {
      const did = didOf(args) ?? '';
      const at = did.indexOf(':');
      const page = webPage(lake.find(instanceOf(args))?.web ?? '', {
        scope: did.slice(0, at),
        name: did.slice(at + 1)
      });
      window.open(page, '_blank', 'noopener,noreferrer');
    }
  });
}

/** A browser lets a page write to the clipboard shortly after a click only, unless it is promised what will come. */
async function copyWhenThere(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === 'undefined') {
    await navigator.clipboard.writeText(await text);
    return;
  }
  const blob = text.then(words => new Blob([words], { type: 'text/plain' }));
  await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
  await text;
}
