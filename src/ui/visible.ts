/** Makes control characters, and those that turn the direction of text, visible; tabs stay, and line feeds if asked for. */
export function visible(text: string, keepsLines = false): string {
  return text.replace(/[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu, (character) => {
    if (character === '\t' || (keepsLines && character === '\n')) return character;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return `\\u{${code.toString(16)}}`;
  });
}
