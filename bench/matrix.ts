import {matrixText} from '../test/scenarios/matrix.js';

// The oracle matrix, from the scenarios' own histories: npm run matrix
console.log(matrixText());
