import type { LabIcon } from '@jupyterlab/ui-components';
import type { MouseEvent, ReactElement } from 'react';

interface Props {
  readonly icon: LabIcon;
  readonly label: string;
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
  readonly tabIndex?: number;
  readonly hasMenu?: boolean;
  /** Of a button that opens something in place: whether it is open, and what it is. */
  readonly isExpanded?: boolean;
  readonly controls?: string | undefined;
  /** Takes the keyboard when it appears: in the place of what had it. */
  readonly autoFocus?: boolean;
}

export function IconButton({
  icon,
  label,
  onClick,
  tabIndex = 0,
  hasMenu = false,
  isExpanded,
  controls,
  autoFocus = false
}: Props): ReactElement {
  return (
    <button
      type="button"
      className="lakeside-icon-button"
      title={label}
      aria-label={label}
      aria-haspopup={hasMenu ? 'menu' : undefined}
      aria-expanded={isExpanded}
      aria-controls={controls}
      tabIndex={tabIndex}
      autoFocus={autoFocus}
      onClick={event => {
        event.stopPropagation();
        onClick(event);
      }}
    >
      <icon.react tag="span" width="14px" height="14px" />
    </button>
  );
}
