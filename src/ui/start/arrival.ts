import { fragmentOfQuery } from '../../api/index.ts';

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
  if (isForFiles) launchQueue?.setConsumer(({ files = [] }) => void hold(window, files));
}

/** What cannot be read any more is left out: the page of imports shows what there is. */
async function hold(window: Window, handles: readonly FileSystemFileHandle[]): Promise<void> {
  const [{ leaveIncoming }, ...read] = await Promise.all([
    import('../state/incoming.ts'),
    ...handles.map((handle) => handle.getFile().catch(() => undefined)),
  ]);
  leaveIncoming(
    window,
    read.filter((file) => file !== undefined),
  );
}
