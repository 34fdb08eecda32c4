// A file of its own, so that the parser and signature check of schema 1 are loaded only if needed.
export { parseShownManifest, verifySignatures } from '../../../oci/index.ts';
