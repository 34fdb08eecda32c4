export const pinMessages = {
  limitReached: (max: number) => `Pin limit (${max}) reached. Unpin one first.`,
  failed: (why: string | undefined) => `Couldn’t save the pin in this browser${why ? `: ${why}` : ''}`,
};
