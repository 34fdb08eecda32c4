import parts from '../parts.module.css';

/** A URL from data, under its own text or another: a link where it is https, else plain text. */
export function Link({ url, text = url }: { readonly url: string; readonly text?: string }) {
  if (!isHttps(url)) return <span className={parts.mono}>{text}</span>;
  return (
    <a href={url} rel="noopener noreferrer" target="_blank" className={parts.mono}>
      {text}
    </a>
  );
}

/** Whether a text from data may become a link. */
export function isHttps(text: string): boolean {
  return /^https:\/\/[^\s/]/i.test(text) && URL.canParse(text);
}
