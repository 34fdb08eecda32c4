import type { Plugin } from 'vite';

/**
 * Replaces Vite's preload helper: `import()` of a lazy part waits for its styles, so that it is never seen without them. Vite's
 * own helper also preloads modules and is six times the size.
 */
export function lazyStyles(): Plugin {
  return {
    name: 'ociscope:lazy-styles',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper/ },
      handler: () => `
        const linked = {};
        const link = (path) => linked[path] ??= new Promise((resolve, reject) => {
          if (document.querySelector('link[rel=stylesheet][href="/' + path + '"]')) return resolve();
          const element = document.createElement('link');
          element.rel = 'stylesheet';
          element.href = '/' + path;
          element.onload = resolve;
          element.onerror = () => reject(new Error(path + ' failed to load'));
          document.head.append(element);
        });
        export const __vitePreload = (load, paths = []) =>
          Promise.all([load(), ...paths.map(link)]).then(([loaded]) => loaded);
      `,
    },
  };
}
