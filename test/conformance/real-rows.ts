import {setTimeout as after} from 'node:timers/promises';
import {parseScript} from '../../src/language/parse.js';
import {messageOf, mono, until} from '../../src/live/clock.js';
import {openPostgres, tableName} from '../../src/live/protocol/postgres.js';
import {openRoute} from '../../src/live/route.js';
import {ownPostgres} from '../../src/live/server/postgres.js';
import type {Server} from '../../src/live/server/server.js';
import {preparePostgresStore} from '../../src/live/store/postgres.js';
import {rowTruth} from '../../src/live/store/rows.js';
import {clientStores} from '../../src/live/story/client-stores.js';
import type {Happening} from '../../src/sim/event.js';
import type {Operation} from '../../src/sim/statement.js';
import {outcomes, type Seen} from './outcome.js';
import {lateness} from './real.js';
import {ledger, rows, stateText, toldOfRows} from './rows.js';
import {type Case, clientsOf, duration, observable, sourceOf, waitOf} from './script.js';
import type {Run} from './tries.js';

/** How long the server may take to come to what is expected of it. Units: real ms. */
const settling = 900;

/** Runs a script about rows on a real PostgreSQL, with the clients of live stories. `expected` only says what to wait for; what is seen is what the server says. */
export async function onRealRows(
	script: Case,
	server: Server,
	key: string,
	expected: readonly Seen[],
	slower: number,
): Promise<Run> {
	const address = () => ownPostgres(server.port());
	const mark = tableName(`rows_${key}`);
	await preparePostgresStore(
		mark,
		rows.map((name) => [name, {n: 0}] as const),
		address(),
	);
	const idle = /idle-timeout (\S+)/.exec(script.lock)?.[1];
	const operations = operationsOf(script);
	const heard: Happening[] = [];
	const names = clientsOf(script.steps);
	const routes = new Map(
		await Promise.all(names.map(async (name) => [name, await openRoute(address, {keeps: true})] as const)),
	);
	const people = new Map<string, ReturnType<typeof clientStores>>();
	const arrive = async (name: string): Promise<void> => {
		const port = routes.get(name)?.port ?? 0;
		let alive = true;
		const person = clientStores({
			client: name,
			casts: [
				{
					name: ledger,
					rule: 'transactional',
					mark,
					idle: idle === undefined ? null : duration(idle) * script.scale,
					system: 'postgres',
					table: mark,
					resources: [...rows],
					address: {...address(), port},
					elsewhere: false,
				},
			],
			tell: (happening) => {
				if (alive) heard.push(happening);
			},
			waits: () => {},
			tokenOf: () => null,
			stale: () => {},
		});
		people.set(name, {
			...person,
			close: () => {
				alive = false;
				person.close();
			},
		});
		await person.connect();
	};
	await Promise.all(names.map(arrive));
	const truth = rowTruth({table: mark, mark}, address);
	const looks = await openPostgres(address());
	const stateNow = async (): Promise<string> => {
		const look = looks.closed() ? await openPostgres(address()) : looks;
		try {
			// What is known of a row and who has it is told by one and the same moment only where nothing is under way.
			const all = await look.query(`SELECT resource, version, data FROM ${mark}`);
			const free = await look.query(`SELECT resource FROM ${mark} FOR UPDATE SKIP LOCKED`);
			const inside = await truth.inTransaction();
			const seen = rows.map((name) => {
				const [, version, data] = all.find(([resource]) => resource === name) ?? [];
				const locked = free.every(([resource]) => resource !== name);
				return {name, version: Number(version), values: JSON.parse(data ?? '{}') as Record<string, unknown>, locked};
			});
			return stateText(seen, [...inside]);
		} finally {
			if (look !== looks) look.close();
		}
	};
	const doStep = async (step: string, operation: Operation | null): Promise<void> => {
		const [actor = '', verb = '', ...rest] = step.split(' ');
		const route = routes.get(actor);
		if (actor === 'wait') await after(waitOf(step) * script.scale);
		else if (actor === 'cut' || actor === 'heal') routes.get(verb)?.[actor]();
		else if (actor === ledger) await (verb === 'crash' ? server.losePower() : server.start());
		else if (operation !== null)
			await people.get(actor)?.act(operation as Parameters<ReturnType<typeof clientStores>['act']>[0]);
		else if (verb === 'pause') route?.freeze();
		else if (verb === 'resume') route?.thaw();
		else if (verb === 'crash') {
			people.get(actor)?.close();
			route?.thaw();
		} else if (verb === 'restart') await arrive(actor);
		else throw new Error(`cannot be done with rows: ${step} ${rest.join(' ')}`);
	};
	const seeing = observable(script.steps);
	const timer = lateness(script.scale);
	const seen: Seen[] = [];
	try {
		for (const [index, step] of script.steps.entries()) {
			const began = mono();
			await doStep(step, operations[index] ?? null);
			const wanted = expected[index];
			const told = () => toldOfRows(step.split(' ')[0] ?? '', heard);
			const state = async () => (seeing[index] === true ? await stateNow() : undefined);
			const settled = async () => told().late.length >= (wanted?.late.length ?? 0) && (await state()) === wanted?.state;
			await until('the server agrees', settled, {limit: settling * slower, every: 15}).catch(() => {});
			// A server that does not answer is a difference, not an end of the run.
			const now = await state().catch((error: unknown) => `? (${messageOf(error)})`);
			timer.took(step, mono() - began);
			seen.push({...told(), holder: undefined, ...(now === undefined ? {} : {state: now})});
			heard.length = 0;
		}
	} finally {
		for (const person of people.values()) person.close();
		for (const route of routes.values()) route.close();
		truth.close();
		looks.close();
	}
	return {outcomes: outcomes(seen), late: timer.late()};
}

/** What each step asks of a store, or null. */
function operationsOf(script: Case): readonly (Operation | null)[] {
	const {statements} = parseScript(sourceOf(script));
	return statements
		.slice(-script.steps.length)
		.map(({statement}) => (statement.kind === 'do' ? statement.operation : null));
}
