export { isLoopback, registryOrigin } from '../oci/index.ts';
