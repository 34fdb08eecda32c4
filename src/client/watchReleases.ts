const hourMs = 3_600_000;

/**
 * Makes the browser check for a newer release of the app while a page is open: when the page becomes visible, when the network
 * returns, and every hour while it is visible. Checks at most once an hour, and never while the page is hidden. Returns the
 * function that stops this.
 */
export function watchReleases(window: Window, now: () => number): () => void {
  const { document, navigator } = window;
  // Undefined on plain HTTP, despite its type.
  if (!('serviceWorker' in navigator)) return () => undefined;
  // The browser checked when the page was loaded.
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
      // The host is unreachable, or its worker is broken: keep this release and check again at the next opportunity.
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
