import {parseScript} from '../../src/language/parse.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import type {Event} from '../../src/sim/event.js';
import {belief, lease, tokenOf} from '../../src/sim/look.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {World} from '../../src/sim/world.js';
import type {Seen} from './outcome.js';
import {type Case, clientsOf, observable, sourceOf} from './script.js';

const answers = [
	'granted',
	'denied',
	'queued',
	'renewed',
	'renew-denied',
	'released',
	'release-denied',
	'asked',
	'left',
	'unknown',
];

/** What the simulator makes of a script, step by step; or the first thing that it does not accept. */
export function simulate(script: Pick<Case, 'lock' | 'steps'>): readonly Seen[] | string {
	const parsed = parseScript(sourceOf(script));
	const [wrong] = parsed.errors;
	if (wrong !== undefined) return `line ${wrong.line}: ${wrong.message}`;
	const setup = clientsOf(script.steps).length + 1;
	const seeing = observable(script.steps);
	const seen: Seen[] = [];
	let world = emptyWorld;
	for (const [index, {statement, text}] of parsed.statements.entries()) {
		const outcome = perform(world, statement);
		if (!outcome.ok) return `${text}: ${refusalSentence(outcome.refusal)}`;
		const before = world;
		world = outcome.world;
		if (index < setup) continue;
		const step = index - setup;
		// A dead process holds until its time is over, and the servers know it by its name.
		seen.push({
			...told(text, before, world, outcome.events),
			holder: seeing[step] === true ? (lease(world, 'account')?.holder ?? null) : undefined,
		});
	}
	return seen;
}

/** What the step told its own client, and which others learnt in it that the lock is theirs: a grant that its client has not heard of is no answer. */
function told(text: string, before: World, after: World, events: readonly Event[]): Omit<Seen, 'holder'> {
	const actor = text.split(' ')[0] ?? '';
	const mine = events.filter((event) => 'client' in event && event.client === actor && answers.includes(event.kind));
	const own =
		['queued', 'unknown', 'left'].flatMap((kind) => mine.find((event) => event.kind === kind) ?? [])[0] ?? mine[0];
	const late = after.spec.clients.flatMap(({name}, client) => {
		const [was, is] = [before, after].map(({locals}) => locals[client]?.locks[0]?.lastGrantReceived ?? null);
		const heard = is !== null && is !== was && belief(after, name, 'account') !== null;
		const known = name === actor && own?.kind === 'granted';
		return heard && !known ? [{client: name, token: tokenOf(after, name, 'account')}] : [];
	});
	return {
		own: own === undefined ? null : own.kind === 'asked' ? `asked ${own.ok}` : own.kind,
		token: own?.kind === 'granted' ? own.token : null,
		late,
	};
}
