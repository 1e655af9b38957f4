// Runs a TypeScript file on a Node that cannot: node src/build/run-typescript.mjs FILE [ARGUMENT...]
import {resolve} from 'node:path';
import {importTypescript} from './import-typescript.mjs';

const [node = 'node', , file = '', ...rest] = process.argv;
process.argv = [node, file, ...rest];
await importTypescript(file, resolve(import.meta.dirname, '../../.build/run'));
