import { Component, type ReactNode } from 'react';
import { type AppError, asAppError } from '../../errors/index.ts';

interface Props {
  readonly children: ReactNode;
  /** Rendered in place of the children after one of them failed to render; must not load anything. */
  readonly fallback: (error: AppError) => ReactNode;
}

/** Catches errors of children while they render; the rest of the page stays. */
export class Boundary extends Component<Props, { readonly error: AppError | undefined }> {
  override readonly state: { readonly error: AppError | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: AppError } {
    return { error: asAppError(error) };
  }

  override render(): ReactNode {
    return this.state.error ? this.props.fallback(this.state.error) : this.props.children;
  }
}
