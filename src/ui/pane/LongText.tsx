import { useState } from 'react';
import parts from '../parts.module.css';
import { isHttps, Link } from './Link.tsx';

const shownLength = 400;

/** A text from data, cut where it is long: a certificate in an annotation has ten thousand characters. */
export function LongText({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false);
  if (isHttps(text)) return <Link url={text} />;
  if (text.length <= shownLength) return text;
  return (
    <>
      {isWhole ? text : `${text.slice(0, shownLength)}…`}{' '}
      <button
        type="button"
        className={`${parts.button} ${parts.quiet}`}
        aria-expanded={isWhole}
        onClick={() => setWhole(!isWhole)}
      >
        {isWhole ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
      </button>
    </>
  );
}
