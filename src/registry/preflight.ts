/** Tells whether a browser sends a preflight before a request with these headers to another origin (Fetch standard). */
export function needsPreflight(
  url: string,
  headers: Readonly<Record<string, string>>,
  origin: string | undefined,
): boolean {
  return new URL(url).origin !== origin && !Object.entries(headers).every(isSafelisted);
}

/** Tells whether a header needs no preflight (Fetch standard, CORS-safelisted request-header). */
export function isSafelisted([name, value]: readonly [string, string]): boolean {
  if (/^range$/i.test(name)) return /^bytes=\d+-\d*$/.test(value);
  return /^accept$/i.test(name) && /^[^"():<>?@[\\\]{}]{0,128}$/.test(value);
}
