import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import { Menu } from '@lumino/widgets';

export interface MenuCommand {
  readonly command: string;
  readonly args: ReadonlyJSONObject;
}

export type MenuEntry =
  MenuCommand | { readonly label: string; readonly entries: readonly MenuCommand[] } | 'line';

/** Opens JupyterLab's own kind of menu below a button, and gives the focus back to it. */
export function openMenu(commands: CommandRegistry, entries: readonly MenuEntry[], below: HTMLElement): void {
  const menu = menuOf(commands, entries);
  menu.aboutToClose.connect(() => {
    below.focus();
    // The chosen command is still to run when the menu says that it closes.
    setTimeout(() => {
      menu.dispose();
    }, 0);
  });
  const { left, bottom } = below.getBoundingClientRect();
  menu.open(left, bottom);
}

function menuOf(commands: CommandRegistry, entries: readonly MenuEntry[]): Menu {
  const menu = new Menu({ commands });
  for (const entry of entries) {
    if (entry === 'line') {
      menu.addItem({ type: 'separator' });
    } else if ('entries' in entry) {
      const submenu = menuOf(commands, entry.entries);
      submenu.title.label = entry.label;
      menu.addItem({ type: 'submenu', submenu });
    } else if (commands.hasCommand(entry.command)) {
      menu.addItem({ command: entry.command, args: entry.args });
    }
  }
  return menu;
}
