/** Reports whether a text from data may become a link. `URL` by contrast drops control characters and accepts `\` for `/`. */
export function isHttps(text: string): boolean {
  return /^https:\/\/(?!\/)[^\s\p{Cc}\p{Cf}\\]+$/iu.test(text) && URL.canParse(text);
}
