import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {openSandbox} from '../src/session/open.js';
import type {Session} from '../src/session/session.js';
import {update} from '../src/session/update.js';

/**
 * Prints what a session keeps so that everything can be undone: of 10,000 short statements, and of one long `wait` in which two programs run by themselves.
 * Run: node src/build/run-typescript.mjs bench/undo-memory.ts
 */
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const turns = (client: string) => [
	`${client} acquire`,
	`${client} read account`,
	`${client} write account balance+=1`,
	`${client} release`,
	'wait 1s',
];
const short = Array.from({length: 2000}, (_, turn) => turns(turn % 2 === 0 ? 'A' : 'B')).flat();
report('10,000 statements', short);
report('a program run 2,000 times', [
	'A runs acquire; read account; write account balance+=1; release',
	...Array.from({length: 2000}, () => ['run A', 'A crash', 'A restart']).flat(),
]);
report('one wait of many events', [
	'A runs acquire ttl 600m',
	'B runs acquire',
	'A starts at 0s',
	'B starts at 0s',
	'wait 500m',
]);

function report(what: string, lines: readonly string[]): void {
	let {session} = openSandbox();
	session = settled(session);
	const before = kept();
	const began = performance.now();
	for (const line of lines) session = settled(update(session, {kind: 'line', text: line}).session);
	const took = performance.now() - began;
	const size = (kept() - before) / 1_000_000;
	const {world} = session.place.tree.moments.at(-1) ?? {};
	console.log(
		`${what}: ${size.toFixed(1)} MB for ${session.place.tree.moments.length} moments and ${world?.audit.seq} events, ${took.toFixed(0)} ms`,
	);
}

/** What was said is forgotten by the next input. */
function settled(session: Session): Session {
	return {...session, said: []};
}

function kept(): number {
	collect();
	return process.memoryUsage().heapUsed;
}
