import type { NodeKind } from './nodes.ts';

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
  check: 'M3 8.5 6.3 11.8 13 4.8',
  cross: 'M4 4l8 8M12 4l-8 8',
  cloud: 'M4.5 12.5h7a2.7 2.7 0 0 0 .5-5.3A4 4 0 0 0 4.3 6.5a3 3 0 0 0 .2 6z',
  warning: 'M8 2.5 14.3 13.5H1.7zM8 6.5v3.2M8 11.4v.6',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.4 10.4 14 14',
  twisty: 'M6 4l4.5 4L6 12z',
} as const satisfies Record<NodeKind | 'check' | 'cross' | 'cloud' | 'warning' | 'back' | 'search' | 'twisty', string>;

export type IconName = keyof typeof iconShapes;
