/** What a person dropped on the page or gave it otherwise: files, and folders as browsers hand them over. */
export type Incoming = readonly (File | FileSystemEntry)[];

/** Told by the window when something came in. */
export const incomingEvent = 'ociscope:incoming';

let waiting: Incoming = [];

/** The one place where files come in: kept until the page of imports takes them, which is told if it is open. */
export function leaveIncoming(window: Window, things: Incoming): void {
  waiting = things;
  window.dispatchEvent(new Event(incomingEvent));
}

/** What came in since it was last asked; once. */
export function takeIncoming(): Incoming {
  const taken = waiting;
  waiting = [];
  return taken;
}
