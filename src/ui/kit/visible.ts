const invisible = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Makes control characters, and those that reverse or hide text, visible; keeps tabs, and line feeds with `hasLines`. */
export function visible(text: string, hasLines = false): string {
  return text.replace(invisible, (character) => {
    if (character === '\t' || (hasLines && character === '\n')) return character;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return `\\u{${code.toString(16)}}`;
  });
}

/** Formats words in exec form, `["a", "b"]`: JSON with invisible characters escaped. */
export function execForm(words: readonly string[]): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `[${words.map((word) => JSON.stringify(word).replace(invisible, escaped)).join(', ')}]`;
}
