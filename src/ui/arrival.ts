import { fragmentOfQuery } from '../api/index.ts';
import { holdLaunchedFiles } from './launched.ts';

/** As much of the File Handling API as is used; Chromium alone has it, for an app that was installed. */
interface LaunchQueue {
  setConsumer(consume: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Takes in an address with a query: it becomes a fragment before anything is drawn or asked for (DESIGN.md §2). */
export function takeIn(window: Window & { readonly launchQueue?: LaunchQueue }): void {
  const { location, history, launchQueue } = window;
  const fragment = fragmentOfQuery(location.search);
  if (fragment === undefined) return;
  const isForFiles = new URLSearchParams(location.search).has('open');
  history.replaceState(null, '', `/${fragment}`);
  if (isForFiles) launchQueue?.setConsumer(({ files = [] }) => void hold(files));
}

/** What cannot be read any more is left out: the page of imports shows what there is. */
async function hold(handles: readonly FileSystemFileHandle[]): Promise<void> {
  const read = await Promise.allSettled(handles.map((handle) => handle.getFile()));
  holdLaunchedFiles(read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
}
