import { startFirefox } from './support/browsers.ts';
import { registryFaultSuite } from './support/registryFaultSuite.ts';

// Browsers differ in how a request fails, not in what the app then does.
registryFaultSuite('Firefox', startFirefox, ['manifest']);
