import { embeddedStore } from './embedded-store.fixture.ts';
import { describeStore } from './store.contract.ts';

describeStore('embedded store', embeddedStore('process'));
describeStore('embedded store without HNSW', embeddedStore('exact'));
