import { startChromium } from './support/browsers.ts';
import { doctorSuite } from './support/doctor.ts';

doctorSuite('Chromium', startChromium);
