const retainedForMs = 60_000;

/** Saves bytes as a file. The object URL is revoked after the browser had time to read it. */
export function saveBytes(window: Window, bytes: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }));
  const link = window.document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), retainedForMs);
}

/** Returns a file name for a document: its digest, with an extension for its format. */
export function fileNameOf(digest: string, kind: 'json' | 'text' | 'bytes', text: string): string {
  const isPem = kind === 'text' && /^\s*-----BEGIN /.test(text.slice(0, 1000));
  const extension = isPem ? 'pem' : { json: 'json', text: 'txt', bytes: 'bin' }[kind];
  return `${digest.replace(':', '-')}.${extension}`;
}
