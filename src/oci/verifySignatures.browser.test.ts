import { signatureSuite } from '../testing/signatureSuite.ts';

signatureSuite();
