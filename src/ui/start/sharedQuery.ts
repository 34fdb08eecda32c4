import { fragmentOfQuery } from '../../api/index.ts';

/** The used part of the File Handling API (wicg.github.io/manifest-incubations), which only Chromium has, for installed apps. */
interface LaunchQueue {
  setConsumer(consume: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Replaces a query in the URL with its fragment, before anything is rendered or requested, and accepts files the system opened. */
export function openSharedQuery(window: Window & { readonly launchQueue?: LaunchQueue }): void {
  const { location, history, launchQueue } = window;
  const fragment = fragmentOfQuery(location.search);
  if (fragment === undefined) return;
  const isForFiles = new URLSearchParams(location.search).has('open');
  history.replaceState(null, '', `/${fragment}`);
  if (isForFiles) launchQueue?.setConsumer(({ files = [] }) => void addFiles(window, files));
}

/** Passes the files to the import page; skips files that can no longer be read. */
async function addFiles(window: Window, handles: readonly FileSystemFileHandle[]): Promise<void> {
  const [{ addIncoming }, ...read] = await Promise.all([
    import('../state/incoming.ts'),
    ...handles.map((handle) => handle.getFile().catch(() => undefined)),
  ]);
  addIncoming(
    window,
    read.filter((file) => file !== undefined),
  );
}
