import { contentStoreSuite } from '../testing/index.ts';
import { createMemoryStore } from './index.ts';

contentStoreSuite('the memory store', createMemoryStore);
