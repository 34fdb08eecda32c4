/** Adds `AbortSignal.any` to browsers without it (Safari before 17.4). Unlike the native one, it keeps unused signals in memory. */
export function installAnySignal(target: Partial<Pick<typeof AbortSignal, 'any'>>): void {
  target.any ??= (signals) => {
    const controller = new AbortController();
    for (const signal of signals) {
      const abort = () => controller.abort(signal.reason);
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true, signal: controller.signal });
    }
    return controller.signal;
  };
}
