import type { NodeKind } from './nodeKind.ts';

/** Icons as the path of an SVG of 16 px, drawn in strokes of 1.4 px; the twisty is filled. */
export const iconShapes = {
  index: 'M2.5 2.5h4.2v4.2H2.5zM9.3 2.5h4.2v4.2H9.3zM2.5 9.3h4.2v4.2H2.5zM9.3 9.3h4.2v4.2H9.3z',
  image: 'M8 2 14 5 8 8 2 5zM2 8l6 3 6-3M2 11l6 3 6-3',
  attestation: 'M8 1.8 13 3.6V8c0 3-2 5-5 6.2C5 13 3 11 3 8V3.6zM5.8 8l1.6 1.6 2.9-3.2',
  artifact: 'M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.5 5 8 8.2 13.5 5M8 8.2v6',
  config:
    'M2 5h6.2M11.8 5H14M2 11h2.2M7.8 11H14M10 3.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zM6 9.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z',
  layers: 'M8 2 14 5 8 8 2 5zM2 8l6 3 6-3M2 11l6 3 6-3',
  layer: 'M8 5 14.2 8 8 11 1.8 8z',
  blob: 'M4 1.8h5l3 3v9.4H4zM9 1.8v3h3M6 8h4M6 10.8h4',
  referrers:
    'M6.5 9.5 9.5 6.5M7.5 4.8l1.4-1.4a2.6 2.6 0 0 1 3.7 3.7l-1.4 1.4M8.5 11.2l-1.4 1.4a2.6 2.6 0 0 1-3.7-3.7l1.4-1.4',
  signature:
    'M1.8 12.2c2.4-2 4.2-4.6 4.2-7a1.6 1.6 0 0 1 3.2 0c0 3-4.4 5.2-3 6.6 1.2 1 2.6-2 3.8-2 1 0 .4 1.8 1.4 1.8.8 0 1.6-.6 2.8-.8',
  sbom: 'M2.5 3.8h1.2M2.5 8h1.2M2.5 12.2h1.2M6.3 3.8h7.2M6.3 8h7.2M6.3 12.2h7.2',
  chart:
    'M8 4.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM8 1.6v3M8 11.4v3M1.6 8h3M11.4 8h3M3.5 3.5l2.1 2.1M10.4 10.4l2.1 2.1M3.5 12.5l2.1-2.1M10.4 5.6l2.1-2.1',
  wasm: 'M4 4h8v8H4zM6.4 1.8V4M9.6 1.8V4M6.4 12v2.2M9.6 12v2.2M1.8 6.4H4M1.8 9.6H4M12 6.4h2.2M12 9.6h2.2',
  model:
    'M3.5 2.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM3.5 10.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM12.5 6.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM5 4.7l6 2.6M5 11.3l6-2.6',
  cache:
    'M2.5 4c0-1.2 2.5-2 5.5-2s5.5.8 5.5 2-2.5 2-5.5 2-5.5-.8-5.5-2zM2.5 4v8c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2V4M2.5 8c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2',
  lock: 'M3.5 7.5h9v6.3h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  check: 'M3 8.5 6.3 11.8 13 4.8',
  cross: 'M4 4l8 8M12 4l-8 8',
  cloud: 'M4.5 12.5h7a2.7 2.7 0 0 0 .5-5.3A4 4 0 0 0 4.3 6.5a3 3 0 0 0 .2 6z',
  warning: 'M8 2.5 14.3 13.5H1.7zM8 6.5v3.2M8 11.4v.6',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  twisty: 'M6 4l4.5 4L6 12z',
} as const satisfies Record<NodeKind, string> & Record<string, string>;

export type IconName = keyof typeof iconShapes;
