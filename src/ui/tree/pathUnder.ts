/** The path of a node as its ancestor's document has it: `layers/1` of `manifests/0/layers/1` under `manifests/0`. */
export function pathUnder(ancestor: string, path: string): string {
  return ancestor === '' ? path : path.slice(ancestor.length + 1);
}
