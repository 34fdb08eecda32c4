import { eventsChannel, listening, parseEvent, type WorkerEvent } from '../api/index.ts';

/**
 * Calls `heard` with each event of this origin's workers while the page is open, and first with the current state. Does nothing in
 * a browser without BroadcastChannel.
 */
export function listenToWorkers(window: Window, heard: (event: WorkerEvent) => void): void {
  const { BroadcastChannel: Channel } = window.document.defaultView ?? {};
  if (!Channel) return;
  const channel = new Channel(eventsChannel);
  channel.addEventListener('message', ({ data }) => {
    const event = parseEvent(data);
    if (event) heard(event);
  });
  channel.postMessage(listening);
}
