import { startFirefox } from './support/browsers.ts';
import { registryFaultSuite } from './support/registryFaultSuite.ts';

registryFaultSuite('Firefox', startFirefox);
