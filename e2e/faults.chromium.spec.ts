import { startChromium } from './support/browsers.ts';
import { registryFaultSuite } from './support/registryFaultSuite.ts';

registryFaultSuite('Chromium', startChromium);
