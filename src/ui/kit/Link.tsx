import { isHttps } from './isHttps.ts';
import parts from './parts.module.css';

/** A URL from data: a link if it is https, else plain text. */
export function Link({ url, text = url }: { readonly url: string; readonly text?: string }) {
  if (!isHttps(url)) return <span className={parts.mono}>{text}</span>;
  return (
    <a href={url} rel="noopener noreferrer" target="_blank" className={parts.mono}>
      {text}
    </a>
  );
}
