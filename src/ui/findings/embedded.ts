// A file of its own, since hashing is loaded only where something is embedded.
export { proveEmbedded } from '../../oci/index.ts';
