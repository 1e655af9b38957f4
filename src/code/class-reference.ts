import {withoutTallies} from '../explore/bare.js';
import {rebaseLocal, rebaseShared} from '../explore/rebase.js';
import {emptyNames} from '../language/names.js';
import {parseScript} from '../language/parse.js';
import type {Event} from '../sim/event.js';
import {own} from '../sim/own.js';
import {play} from '../sim/play.js';
import type {World} from '../sim/world.js';
import type {Call} from './check-class.js';

/** The classes of the founding exercise. */
export const classNames = ['LockService', 'UnfencedResourceServer', 'FencedResourceServer'] as const;
export type ClassName = (typeof classNames)[number];

/** What a class has to do, told by the simulator's own machine: the calls that are tried, and what each comes to in a state. */
type ClassReference = {
	readonly calls: readonly Call[];
	readonly start: number;
	/** The answer to a call in a state, and the state after it. States are numbers. */
	readonly after: (state: number, call: number) => {readonly state: number; readonly answer: unknown};
};

type Adapter = {
	readonly world: string;
	readonly calls: readonly Call[];
	/** The call in the language. */
	readonly line: (call: Call) => string;
	readonly answer: (call: Call, events: readonly Event[]) => unknown;
};

/** The reference for a class. States that are the same but for the moment are one. */
export function classReference(name: ClassName): ClassReference {
	const {world: text, calls, line, answer} = adapters[name];
	const script = parseScript(text, emptyNames);
	const statements = calls.map((call) =>
		parseScript(line(call), script.names).statements.map((each) => each.statement),
	);
	const first = play(script.statements.map(({statement}) => statement)).world;
	const worlds: World[] = [first];
	const numbers = new Map([[keyOf(first), 0]]);
	const known = new Map<string, {readonly state: number; readonly answer: unknown}>();
	return {calls, start: 0, after};

	function after(state: number, call: number): {readonly state: number; readonly answer: unknown} {
		const found = known.get(`${state} ${call}`);
		if (found !== undefined) return found;
		const played = play(statements[call] ?? [], worlds[state]);
		if (played.refused !== null) throw new Error(`The reference refuses ${line(calls[call] ?? [''])}`);
		const events = played.done.flatMap((each) => each.events);
		const made = {state: numberOf(played.world), answer: answer(calls[call] ?? [''], events)};
		known.set(`${state} ${call}`, made);
		return made;
	}

	function numberOf(world: World): number {
		const key = keyOf(world);
		const found = numbers.get(key) ?? worlds.push(world) - 1;
		numbers.set(key, found);
		return found;
	}
}

/** Longer than any lease of a class. Units: ms. */
const longest = 60_000;

function keyOf({spec, shared, locals, now}: World): string {
	return JSON.stringify([
		rebaseShared(spec, shared, now),
		locals.map((local) => withoutTallies(rebaseLocal(local, now, longest))),
	]);
}

const happened = (events: readonly Event[], ...kinds: readonly Event['kind'][]) =>
	events.some(({kind}) => kinds.includes(kind));

/** A call on a store as a line of the language; a token of null is no token. */
function storeLine([method, key, value, token]: Call): string {
	if (method === 'read') return 'A read l';
	return `A write l ${String(key)}=${String(value)} ${token === null ? 'no token' : `token ${String(token)}`}`;
}

function storeAnswer([method, key]: Call, events: readonly Event[]): unknown {
	if (method !== 'read') return happened(events, 'accepted');
	const read = events.find((event) => event.kind === 'read');
	return own(read?.values ?? {}, String(key)) ?? null;
}

const storeCalls: readonly Call[] = [
	['write', 'x', 1, 33],
	['write', 'x', 2, 34],
	['write', 'y', 3, 33],
	['write', 'y', 4, 35],
	['write', 'x', 5, null],
	['read', 'x'],
	['read', 'y'],
];

const adapters: Readonly<Record<ClassName, Adapter>> = {
	LockService: {
		world: 'client A; client B; lock l lease ttl 10s',
		calls: [
			...['A', 'B'].flatMap((who): readonly Call[] => [
				['acquire', who, 10_000],
				['renew', who, {last: who}, 10_000],
				['release', who, {last: who}],
			]),
			['wait', 9_999],
			['wait', 1],
		],
		line: ([method, who]) => (method === 'wait' ? `wait ${String(who)}ms` : `${String(who)} ${method} l`),
		answer([method], events) {
			if (method === 'wait') return null;
			const granted = events.find((event) => event.kind === 'granted');
			if (method === 'acquire') return granted === undefined ? null : {token: granted.token};
			return happened(events, 'renewed', 'released');
		},
	},
	UnfencedResourceServer: {
		world: 'client A; lock l lease ttl 10s; store s unfenced; put l x=0 y=0',
		calls: storeCalls,
		line: storeLine,
		answer: storeAnswer,
	},
	FencedResourceServer: {
		world: 'client A; lock l lease ttl 10s; store s fenced; put l x=0 y=0',
		calls: storeCalls,
		line: storeLine,
		answer: storeAnswer,
	},
};
