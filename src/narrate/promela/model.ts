import type {Claim} from '../../explore/claim.js';
import {print} from '../../language/print.js';
import {faultKinds} from '../../sim/statement.js';
import type {World} from '../../sim/world.js';
import {clientMoves, clientParts} from './client.js';
import {clientVariables, mostNodes} from './client-state.js';
import {clockMove, clockParts} from './clock.js';
import {type Code, printed, variable} from './code.js';
import {claimName, claimParts} from './fact.js';
import {historyVariables} from './history.js';
import {eachLock} from './lock-kinds.js';
import {calls, messageParts, outcomes} from './message.js';
import type {Move} from './move.js';
import {arrivalParts} from './network.js';
import {absent, clientName, endless, none, type Plan, planOf, text} from './plan.js';
import {stepMacros} from './program.js';
import {hasRounds, roundParts, waitPart, waitsForNodes} from './rounds.js';
import {hasPower, serverMoves} from './server.js';
import {ages, asText, storeParts, storeVariables} from './store.js';
import {transactionParts} from './transactions/parts.js';
import {silences} from './transactions/session.js';

/** The model of every schedule of a world's programs, with these claims, as a file for SPIN. `file`: where the world stands, for what its head says. */
export function promelaText(world: World, claims: readonly Claim[], file: string): string {
	const plan = planOf(world, claims);
	const {has} = plan;
	const servers = serverMoves(plan);
	const waits = waitsForNodes(plan);
	const clock = goesBy(plan) ? [clockMove(plan)] : [];
	return [
		head(plan, file),
		section('The names'),
		names(plan),
		section('The state'),
		state(plan),
		section('What is no part of the state: it is 0, or does not count, between moves'),
		scratch(plan),
		messageParts(plan).join('\n\n'),
		...roundParts(plan),
		section('The lock service'),
		...eachLock(plan, (said, lock) => said.parts(plan, lock)).flat(),
		section('The stores'),
		...(plan.spec.stores.some(({options}) => options.textTokens) ? [asText] : []),
		...storeParts(plan),
		section('The clients'),
		stepMacros(plan).join('\n'),
		...clientParts(plan),
		...(has.late || (has.network && has.inbox) ? [clipPart] : []),
		...transactionParts(plan),
		...arrivalParts(plan),
		...(waits ? [...clockParts(plan), ...waitPart(plan)] : []),
		`active [CLIENTS] proctype client() {\n${loop(clientMoves(plan), has.rows ? 'go_on' : null)}\n}`,
		section('Time and the servers'),
		...(clock.length === 0 || waits ? [] : clockParts(plan)),
		...(clock.length + servers.length === 0
			? []
			: [`active proctype world() {\n${loop([...clock, ...servers], has.rows ? 'give_turns' : null)}\n}`]),
		section('The claims'),
		...claimParts(plan),
	]
		.filter((part) => part !== '')
		.join('\n\n')
		.concat('\n');
}

/** Whether anything happens by itself, or is asked about, as time passes. */
function goesBy(plan: Plan): boolean {
	const {spec, has, setting} = plan;
	const ends = ages(plan).length + silences(plan, 'me').length + setting.footprint.moments.length;
	return spec.locks.length > 0 || has.stops || ends > 0;
}

function head(plan: Plan, file: string): string {
	const {spec, has} = plan;
	const [first] = plan.claims;
	const name = first === undefined ? '' : claimName(plan, first);
	const said = [
		...spec.clients.map((client) => `client ${client.name}`),
		...spec.locks.map((lock) => print({kind: 'lock', ...lock})),
		...spec.stores.map((store) => print({kind: 'store', ...store})),
		...spec.clients.flatMap(({name: client, program}) =>
			program === null ? [] : [print({kind: 'runs', client, program})],
		),
		...spec.clients.flatMap(({name: client, retries}) => (retries ? [`${client} retries`] : [])),
		print({kind: 'faults', budget: spec.faults}),
		...plan.claims.map(print),
	];
	const lines = [
		'A world of fence-tutor, as a model for SPIN (https://spinroot.com). Written by:',
		'',
		`    fence-tutor explore ${file} --as promela`,
		'',
		'Save it as world.pml. To ask for one claim:',
		'',
		`    spin -o2 -a world.pml && gcc -O2 -DSAFETY -DNOREDUCE${has.rows ? ' -DVECTORSZ=4096' : ''} -o pan pan.c`,
		`    ./pan -m1000000 -N ${name}`,
		'',
		'An error is a schedule that makes the fact of the claim true; ./pan -r shows it, and -i finds a short one.',
		'To count all states give gcc -DNOCLAIM too: the explorer finds as many where it tells like clients apart.',
		'-o2 keeps SPIN from leaving out what is only written. -DNOREDUCE: each move is one step already.',
		'',
		'The world:',
		'',
		...said.map((line) => `    ${line}`),
		'',
		`A move is one ${has.rows ? 'atomic step' : 'd_step'}: a step of a program, a message that arrives, a fault, or the passing of time to the next`,
		'moment at which anything happens by itself, or at which a claim about the time comes out otherwise. So one state',
		'here is one state of the explorer. Times are counted from now, in ms, so that a lease of ten seconds is the same',
		'state whenever it was granted. What can make no difference any more is forgotten after each move, and operations',
		'and processes are numbered anew.',
		...(has.rate
			? ['What a client counts by its own clock is in half ms of that, since clocks may run at half speed.']
			: []),
	];
	return ['/*', ...lines.map((line) => (line === '' ? ' *' : ` * ${line.replaceAll('*/', '* /')}`)), ' */'].join('\n');
}

function section(title: string): string {
	return `/* ---- ${title} ---- */`;
}

function names(plan: Plan): string {
	const {spec, texts} = plan;
	const numbered = (words: readonly string[], from: number) =>
		words.map((word, index) => `#define ${word} ${from + index}`);
	return [
		`#define CLIENTS ${spec.clients.length}`,
		...(mostNodes(plan) === 0 ? [] : [`#define NODES ${mostNodes(plan)} /* of the redlock that has most */`]),
		...numbered(
			spec.clients.map((_, client) => clientName(plan, client)),
			0,
		),
		'',
		`#define NONE ${none} /* no token, or no version */`,
		`#define ENDLESS ${endless} /* a time that nothing but an event ends */`,
		`#define ABSENT ${absent} /* the value of a key that is not there */`,
		`#define TEXT ${text} /* values from here on stand for texts */`,
		...texts.map((each, index) => `/* ${text + index}: ${JSON.stringify(each).replaceAll('*/', '* /')} */`),
		'',
		'/* A process. */',
		...numbered(['RUNNING', 'PAUSED', 'CRASHED'], 0),
		'',
		'/* How a program has ended; 0: it has not. */',
		...numbered(['WELL', 'BADLY'], 1),
		'',
		'/* What a message asks. */',
		...numbered(
			calls(plan).map(({word}) => word),
			1,
		),
		'',
		'/* What a message answers. */',
		...numbered(outcomes, 0),
	].join('\n');
}

function state(plan: Plan): string {
	const {faults, shared, has} = plan;
	const spent = faultKinds.filter((kind) => faults[kind] > 0);
	return [
		'/* The lock service. */',
		...(has.locksFail && hasPower(plan)
			? [variable('bit', 'locks_down', shared.shared.locksUp ? 0 : 1, 'it has no power')]
			: []),
		...eachLock(plan, (said, lock) => said.variables(plan, lock)).flat(),
		'',
		'/* The stores. */',
		...storeVariables(plan),
		'',
		'/* The clients, each at its number. */',
		...clientVariables(plan),
		'',
		...(has.rows
			? ['#define ANSWER 255', 'byte asked; /* what a service is asked in a move that goes on; 0 between moves */', '']
			: []),
		'/* The faults that may still be spent. */',
		...spent.map((kind) => variable('byte', `left_${kind}`, shared.left[kind], '')),
		'',
		'/* The history, as far as the claims ask for it. */',
		...historyVariables(plan),
	].join('\n');
}

function scratch(plan: Plan): string {
	return [
		'hidden byte me; /* the client that moves, or upon which a move is made */',
		'hidden byte i, j, k, low, found, why, denied, unknown, issued, two_steps, checked, answered;',
		'hidden int step; /* how much time passes */',
		...(hasRounds(plan)
			? ['hidden byte node, one, other, each, alike, gone;', 'hidden byte won, waited;', 'hidden int validity, ends;']
			: []),
		...(waitsForNodes(plan)
			? ['hidden byte waiter;', 'hidden byte waiting, last_moment;', 'hidden int waits_for;']
			: []),
		...(plan.has.rows
			? [
					'hidden byte row, place, title, stands, lost, held, before[256]; hidden short upon; /* for what waits for a row */',
				]
			: []),
	].join('\n');
}

const clipPart = [
	'/* A deadline that is past is past, however long. */',
	'inline clip() {',
	'\tif',
	'\t:: m.outcome != REQUEST && m.time < 0 -> m.time = 0',
	'\t:: else',
	'\tfi',
	'}',
].join('\n');

/** The moves of a process, each one step. `tail`: what stands after each of them where that is several steps: then only all of it together is one. */
function loop(moves: readonly Move[], tail: string | null): string {
	const depth = tail === null ? 1 : 2;
	const tabs = '\t'.repeat(depth);
	// A loop must not be the last that a step does.
	const step = (code: readonly Code[]) => [
		...printed(tail === null ? code : [...code, 'found = 0'], depth + 2),
		`${tabs}\t}`,
	];
	const all = moves.flatMap(({about, when, does, after = []}) => [
		`${tabs}/* ${about.replaceAll('*/', '* /')} */`,
		`${tabs}:: d_step { ${when} ->`,
		...step(tail === null ? [...does, ...after.flat()] : does),
		...(tail === null
			? []
			: after.flatMap((part) =>
					typeof part === 'string' ? [`${tabs}\t; ${part}()`] : [`${tabs}\t; d_step {`, ...step(part)],
				)),
	]);
	return tail === null
		? ['end:\tdo', ...all, '\tod'].join('\n')
		: ['end:\tdo', '\t:: atomic { if', ...all, '\t\tfi;', `\t\t${tail}() }`, '\tod'].join('\n');
}
