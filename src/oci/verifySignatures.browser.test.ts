import { signatureSuite } from '../testing/suites/signatureSuite.ts';

signatureSuite();
