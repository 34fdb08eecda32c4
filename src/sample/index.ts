export { gzipBytes } from './gzip.ts';
export {
  type BuildStep,
  buildAttestation,
  buildImage,
  buildIndex,
  buildReferrer,
  type ImageOptions,
} from './image.ts';
export { createSampleRegistry, type RequestListener } from './registry.ts';
export { createSampleLayout, sampleReference } from './sampleImage.ts';
export { sampleRegistryPlugin } from './sampleRegistryPlugin.ts';
export { buildTar, type TarEntry } from './tar.ts';
export {
  createLayout,
  type ImageLayout,
  type LayoutBlob,
  type LayoutWriter,
  layoutFiles,
  type WrittenDescriptor,
} from './writeSampleLayout.ts';
