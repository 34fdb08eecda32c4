import type { HtmlTagDescriptor, Plugin, Rollup } from 'vite';

/**
 * Lets the browser load the scripts and styles of the first screen from the start of the document, at the same time as the first
 * script, which otherwise requests them one after the other. `modules` are paths of their sources.
 */
export function preload(modules: readonly string[]): Plugin {
  return {
    name: 'ociscope:preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {}, chunk: entry }) => {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const roots = modules.map((path) => {
          const found = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(path)));
          if (!found) throw new Error(`no chunk of the build contains ${path}`);
          return found;
        });
        const loaded = new Set(entry ? withImports(entry, bundle) : []);
        const early = new Set(roots.flatMap((root) => withImports(root, bundle)).filter((chunk) => !loaded.has(chunk)));
        return [...early].flatMap(tagsOf);
      },
    },
  };
}

/** Returns a chunk and all chunks that it imports statically. */
function withImports(chunk: Rollup.OutputChunk, bundle: Rollup.OutputBundle): readonly Rollup.OutputChunk[] {
  const found = new Set<Rollup.OutputChunk>();
  const add = (each: Rollup.OutputChunk) => {
    if (found.has(each)) return;
    found.add(each);
    for (const name of each.imports) {
      const imported = bundle[name];
      if (imported?.type === 'chunk') add(imported);
    }
  };
  add(chunk);
  return [...found];
}

function tagsOf({ fileName, viteMetadata }: Rollup.OutputChunk): readonly HtmlTagDescriptor[] {
  const link = (attrs: Readonly<Record<string, string | boolean>>): HtmlTagDescriptor => ({
    tag: 'link',
    attrs,
    injectTo: 'head',
  });
  return [
    link({ rel: 'modulepreload', crossorigin: true, href: `/${fileName}` }),
    ...[...(viteMetadata?.importedCss ?? [])].map((css) => link({ rel: 'preload', as: 'style', href: `/${css}` })),
  ];
}
