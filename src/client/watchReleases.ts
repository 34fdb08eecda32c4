const hourMs = 3_600_000;

/**
 * Has the browser look for a newer release of the app while a page stays open: when the page comes to the front, when there
 * is a network again, and each hour that it is seen. At most once an hour, and never for a page that is hidden. Returns what
 * ends it.
 */
export function watchReleases(window: Window, now: () => number): () => void {
  const { document, navigator } = window;
  // Not there on plain http, whatever the declarations say.
  if (!('serviceWorker' in navigator)) return () => undefined;
  // The browser has looked when the page was loaded.
  let lookedAtMs = now();
  let timer = 0;
  const look = () => {
    window.clearTimeout(timer);
    if (document.hidden) return;
    const sinceMs = now() - lookedAtMs;
    timer = window.setTimeout(look, sinceMs < hourMs ? hourMs - sinceMs : hourMs);
    if (sinceMs < hourMs || navigator.onLine === false) return;
    const beforeMs = lookedAtMs;
    lookedAtMs = now();
    update(navigator.serviceWorker).catch(() => {
      // The host was not reached, or has no worker that runs: this release goes on, and the next occasion is taken.
      lookedAtMs = beforeMs;
    });
  };
  look();
  document.addEventListener('visibilitychange', look);
  window.addEventListener('online', look);
  return () => {
    window.clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('online', look);
  };
}

async function update(container: ServiceWorkerContainer): Promise<void> {
  await (await container.getRegistration())?.update();
}
