/** Texts by name, as the settings database keeps them, for as long as the object lives. */
export function createTexts(): {
  text(name: string): Promise<string | undefined>;
  putText(name: string, text: string): Promise<void>;
} {
  const texts = new Map<string, string>();
  return {
    text: async (name) => texts.get(name),
    putText: async (name, text) => void texts.set(name, text),
  };
}
