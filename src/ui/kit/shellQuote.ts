/** Characters that must not get into commands: line ends, terminal escapes, and characters that reverse or hide text. */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Removes control and format characters; a lone surrogate becomes U+FFFD, as it does in UTF-8. */
export function visibleText(text: string): string {
  return text.replace(unseen, '').replace(/\p{Cs}/gu, '\u{FFFD}');
}

/**
 * Returns any text as one word of a POSIX shell: unchanged if that is safe, else in single quotes (POSIX.1-2024, 2.2.2). Invisible
 * characters are removed, so that the copied text is what the person read.
 */
export function shellWord(text: string): string {
  const seen = visibleText(text);
  return /^[\w@%+=:,./-]+$/.test(seen) ? seen : `'${seen.replaceAll("'", "'\\''")}'`;
}

/** Returns a command line of a program and its arguments. */
export function shellLine(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** Returns the last part of an untrusted path if it is a plain file name for the current folder; undefined if it is not. */
export function plainFileName(name: string | undefined): string | undefined {
  const last = visibleText(name ?? '')
    .split(/[/\\]/)
    .at(-1)
    ?.trim();
  return last && last.length <= 120 && !/^[.~-]/.test(last) ? last : undefined;
}
