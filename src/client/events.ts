import { eventsChannel, listening, parseEvent, type WorkerEvent } from '../api/index.ts';

/**
 * Calls back with what the workers of this origin tell their pages, for as long as the page is open; first with what holds
 * now. A browser without BroadcastChannel hears nothing.
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
