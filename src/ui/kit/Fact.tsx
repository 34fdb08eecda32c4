import type { ReactNode } from 'react';
import { formatExactSize, formatSize } from './format.ts';
import parts from './parts.module.css';

/** One term and its value in a definition list. */
export function Fact({
  term,
  title,
  children,
}: {
  readonly term: string;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt title={title}>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Shows a size with its exact bytes on hover and for screen readers. */
export function Size({ bytes }: { readonly bytes: bigint | number }) {
  const exact = formatExactSize(bytes);
  return (
    <span title={exact}>
      {formatSize(bytes)}
      {Number(bytes) < 1000 ? null : <span className={parts.hidden}> ({exact})</span>}
    </span>
  );
}
