import type { ReactNode, ReactElement } from 'react';

interface Props {
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly label?: string;
}

/** A small step, in the line of a sentence. A button by nature, a link by looks. */
export function Link({ onClick, children, label }: Props): ReactElement {
  return (
    <button type="button" className="lakeside-link" onClick={onClick} aria-label={label}>
      {children}
    </button>
  );
}
