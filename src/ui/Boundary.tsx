import { Component, type ReactNode } from 'react';
import { type AppError, asAppError } from '../errors/index.ts';
import styles from './App.module.css';
import parts from './parts.module.css';

interface Props {
  readonly children: ReactNode;
  readonly onRetry: () => void;
}

/** Tells of what failed while it was drawn, with nothing that has to be fetched; the rest of the page stays. */
export class Boundary extends Component<Props, { readonly error: AppError | undefined }> {
  override readonly state: { readonly error: AppError | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: AppError } {
    return { error: asAppError(error) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className={styles.own}>
        <div role="alert" data-reason={error.reason ?? 'internal'}>
          <h1 id="title" tabIndex={-1}>
            A part of this app could not be drawn
          </h1>
          <p>Nothing of yours is lost. It was reported: {error.message}</p>
        </div>
        <div className={styles.ownActions}>
          <button type="button" className={parts.button} onClick={this.props.onRetry}>
            Reload
          </button>
        </div>
      </main>
    );
  }
}
