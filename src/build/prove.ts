// Finds out anew how few statements each task takes, and writes the proofs down for the build: npm run prove
import {writeFileSync} from 'node:fs';
import {compiledLessons} from './compile-lessons.js';
import {importTypescript} from './import-typescript.mjs';
import {inProject} from './project.js';

const {prove}: typeof import('../lesson/proofs.js') = await importTypescript(
	inProject('src/lesson/proofs.ts'),
	inProject('.build/run'),
);
const proofs = prove(await compiledLessons());
writeFileSync(inProject('lessons/proofs.json'), `${JSON.stringify(proofs, null, '\t')}\n`);
console.log(`${Object.keys(proofs).length} proofs`);
