import {runAgainst} from './against.js';

await runAgainst('zookeeper');
