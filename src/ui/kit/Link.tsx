import parts from './parts.module.css';

/** A URL from data, under its own text or another: a link where it is https, else plain text. */
export function Link({ url, text = url }: { readonly url: string; readonly text?: string }) {
  if (!isHttps(url)) return <span className={parts.mono}>{text}</span>;
  return (
    <a href={url} rel="noopener noreferrer" target="_blank" className={parts.mono}>
      {text}
    </a>
  );
}

/** Reports whether a text from data may become a link. `URL` alone drops control characters and takes `\` for `/`. */
export function isHttps(text: string): boolean {
  return /^https:\/\/(?!\/)[^\s\p{Cc}\p{Cf}\\]+$/iu.test(text) && URL.canParse(text);
}
