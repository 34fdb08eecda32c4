import { useState } from 'react';
import { isHttps } from './isHttps.ts';
import { Link } from './Link.tsx';
import parts from './parts.module.css';
import { visible } from './visible.ts';

const shownLength = 400;

/** A text from data with visible control characters. A long one is cut: a certificate in an annotation has 10,000 characters. */
export function LongText({ text }: { readonly text: string }) {
  const [isExpanded, setWhole] = useState(false);
  if (isHttps(text)) return <Link url={text} />;
  if (text.length <= shownLength) return visible(text);
  return (
    <>
      {isExpanded ? visible(text) : `${visible(text.slice(0, shownLength))}…`}{' '}
      <button
        type="button"
        className={`${parts.button} ${parts.quiet}`}
        aria-expanded={isExpanded}
        onClick={() => setWhole(!isExpanded)}
      >
        {isExpanded ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
      </button>
    </>
  );
}
