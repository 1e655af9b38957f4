import {runAgainst} from './against.js';

await runAgainst('advisory');
