import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import { Menu } from '@lumino/widgets';

export interface MenuEntry {
  readonly command: string;
  readonly args: ReadonlyJSONObject;
}

/** Opens JupyterLab's own kind of menu below a button, and gives the focus back to it. */
export function openMenu(commands: CommandRegistry, entries: readonly MenuEntry[], below: HTMLElement): void {
  const menu = new Menu({ commands });
  for (const { command, args } of entries) {
    if (commands.hasCommand(command)) {
      menu.addItem({ command, args });
    }
  }
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
