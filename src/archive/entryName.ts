/** More than any file system takes. */
const longestName = 1024;
/** Backslashes, control characters, drives, and what bytes that are no UTF-8 become (PLATFORM trap 20). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const untrusted = /[\\\u0000-\u001f\u007f\ufffd]|^[a-zA-Z]:/;

/**
 * The name of an entry below the archive's root, without `.` and doubled or trailing slashes; undefined where it is none to
 * trust: absolute, with `..`, a backslash, a control character, or bytes that might be those of another name.
 */
export function entryName(text: string): string | undefined {
  if (isUntrusted(text)) return undefined;
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}

/** Where a symbolic link leads, below the archive's root; undefined where it leads out of it. */
export function linkTarget(from: string, link: string): string | undefined {
  if (isUntrusted(link)) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of link.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function isUntrusted(text: string): boolean {
  return text.length > longestName || text.startsWith('/') || untrusted.test(text);
}
