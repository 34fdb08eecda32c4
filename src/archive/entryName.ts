/** Longer than any file system allows. */
const maxNameLength = 1024;

/** Reason why a name in an archive is refused. */
export type NameFault = 'parent' | 'backslash' | 'control' | 'encoding' | 'drive' | 'long';

/**
 * Returns the name of an entry below the archive's root: `/blobs/x`, `./blobs//x` and `blobs/x/` are the same file, as they
 * are to programs that unpack archives into a folder. Undefined if `nameFault` finds a fault.
 */
export function entryName(text: string): string | undefined {
  if (nameFault(text) !== undefined) return undefined;
  return text
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** Returns the fault that makes a name unsafe to look up; undefined if it is safe (docs/platform.md fact 20). */
export function nameFault(text: string): NameFault | undefined {
  return unreadable(text) ?? (text.split('/').includes('..') ? 'parent' : undefined);
}

/** Returns the target of a symbolic link, below the archive's root; undefined if it points out of the archive. */
export function linkTarget(from: string, link: string): string | undefined {
  if (unreadable(link) !== undefined) return undefined;
  const parts = link.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of link.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function unreadable(text: string): NameFault | undefined {
  if (text.length > maxNameLength) return 'long';
  if (/^[a-zA-Z]:/.test(text)) return 'drive';
  if (text.includes('\\')) return 'backslash';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'control';
  return text.includes('\ufffd') ? 'encoding' : undefined;
}
