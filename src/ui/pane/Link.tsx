import parts from '../parts.module.css';

/** A URL from data: a link where it is https, else plain text. */
export function Link({ url }: { readonly url: string }) {
  if (!isHttps(url)) return <span className={parts.mono}>{url}</span>;
  return (
    <a href={url} rel="noopener noreferrer" target="_blank" className={parts.mono}>
      {url}
    </a>
  );
}

/** Whether a text from data may become a link. */
export function isHttps(text: string): boolean {
  return /^https:\/\/[^\s/]/i.test(text) && URL.canParse(text);
}
