/** Files and folders that were dropped on the page, chosen, or opened by the system. */
export type Incoming = readonly (File | FileSystemEntry)[];

/** Event of the window: files were added. */
export const incomingEvent = 'ociscope:incoming';

let pendingFiles: Incoming = [];

/** Holds files until the import page takes them, and notifies it if it is open. Replaces files that were not taken. */
export function addIncoming(window: Window, files: Incoming): void {
  pendingFiles = files;
  window.dispatchEvent(new Event(incomingEvent));
}

/** Returns the pending files and clears them. */
export function takeIncoming(): Incoming {
  const taken = pendingFiles;
  pendingFiles = [];
  return taken;
}
