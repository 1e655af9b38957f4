import {parseScript} from '../../src/language/parse.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import type {Event} from '../../src/sim/event.js';
import {belief, lease, tokenOf} from '../../src/sim/look.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {World} from '../../src/sim/world.js';
import {type Seen, wroteElsewhere} from './outcome.js';
import {simulatedState, toldOfRows} from './rows.js';
import {type Case, holderName, isRealOnly, observable, setupOf, sourceOf} from './script.js';

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
export function simulate(script: Pick<Case, 'system' | 'lock' | 'steps'>): readonly Seen[] | string {
	const played = script.steps.flatMap((step, index) => (isRealOnly(script, step) ? [] : [index]));
	const parsed = parseScript(sourceOf({...script, steps: script.steps.filter((_, index) => played.includes(index))}));
	const [wrong] = parsed.errors;
	if (wrong !== undefined) return `line ${wrong.line}: ${wrong.message}`;
	const setup = setupOf(script).length;
	const isAboutRows = script.system === 'transactional';
	const seeing = observable(script.steps);
	const seen: Seen[] = [];
	// A dead process holds until its time is over, and the servers know it by its name.
	const holderAt = (step: number, now: World) => {
		if (seeing[step] !== true) return undefined;
		const holder = lease(now, 'account')?.holder ?? null;
		return holder === null ? null : holderName(script.steps, holder);
	};
	/** Steps in which nothing happens here. */
	const passUntil = (step: number, now: World): void => {
		for (let at = seen.length; at < step; at++) {
			const own = script.steps[at] === 'others write' ? wroteElsewhere : null;
			seen.push({own, token: null, late: [], holder: holderAt(at, now)});
		}
	};
	let world = emptyWorld;
	for (const [index, {statement, text}] of parsed.statements.entries()) {
		const outcome = perform(world, statement);
		if (!outcome.ok) return `${text}: ${refusalSentence(outcome.refusal)}`;
		const before = world;
		world = outcome.world;
		if (index < setup) continue;
		const step = played[index - setup] ?? 0;
		if (isAboutRows) {
			const state = seeing[step] === true ? {state: simulatedState(world)} : {};
			// What a dead process would be told is told to nobody.
			const dead = world.spec.clients.filter((_, client) => world.locals[client]?.process === 'crashed');
			const heard = outcome.events.filter((event) =>
				dead.every(({name}) => !('client' in event) || event.client !== name),
			);
			seen.push({...toldOfRows(text.split(' ')[0] ?? '', heard), holder: undefined, ...state});
			continue;
		}
		passUntil(step, before);
		seen.push({...told(text, before, world, outcome.events), holder: holderAt(step, world)});
	}
	passUntil(script.steps.length, world);
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
