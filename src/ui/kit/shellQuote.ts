/** What no command and no document may carry on: line ends, escapes of a terminal, signs that turn or hide text. */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** The same text without control and format characters; a lone surrogate becomes U+FFFD, as it does in any UTF-8. */
export function visibleText(text: string): string {
  return text.replace(unseen, '').replace(/\p{Cs}/gu, '\u{FFFD}');
}

/**
 * One word of a POSIX shell, whatever the text: as it is where that is safe, else in single quotes (POSIX.1-2024, 2.2.2).
 * What cannot be seen is left out, so that what is copied is what was read.
 */
export function shellWord(text: string): string {
  const seen = visibleText(text);
  return /^[\w@%+=:,./-]+$/.test(seen) ? seen : `'${seen.replaceAll("'", "'\\''")}'`;
}

/** A program with its words. */
export function shellLine(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** The last part of a name that a stranger gave, where that is a plain file of this folder; undefined where it is not. */
export function plainFileName(name: string | undefined): string | undefined {
  const last = visibleText(name ?? '')
    .split(/[/\\]/)
    .at(-1)
    ?.trim();
  return last && last.length <= 120 && !/^[.~-]/.test(last) ? last : undefined;
}
