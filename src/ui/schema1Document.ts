export { parseShownManifest } from '../oci/index.ts';
