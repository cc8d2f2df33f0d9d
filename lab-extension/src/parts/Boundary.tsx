import { Component, type ReactNode } from 'react';

interface Props {
  readonly sorry: string;
  readonly children: ReactNode;
}

/** Keeps a fault in drawing one tab from taking the others with it. */
export class Boundary extends Component<Props, { readonly failed: string | null }> {
  override state: { readonly failed: string | null } = { failed: null };

  static getDerivedStateFromError(thrown: unknown): { failed: string } {
    return { failed: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  override render(): ReactNode {
    return this.state.failed === null ? (
      this.props.children
    ) : (
      <div className="lakeside-note" role="alert">
        {this.props.sorry} {this.state.failed}
      </div>
    );
  }
}
