import { startFirefox } from './support/browsers.ts';
import { doctorSuite } from './support/doctor.ts';

doctorSuite('Firefox', startFirefox);
