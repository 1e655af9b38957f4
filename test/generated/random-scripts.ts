import * as fc from 'fast-check';
import {emptyNames, type Names, namesOf} from '../../src/language/names.js';
import {parseLine} from '../../src/language/parse.js';
import {belief, holder, inFlight, isCrashed, isPaused, nextDeadline, serversOf, tokenOf} from '../../src/sim/look.js';
import {perform, refusalAtSight} from '../../src/sim/perform.js';
import {emptyWorld, isSetup} from '../../src/sim/setup.js';
import type {Statement} from '../../src/sim/statement.js';
import type {Outcome, World} from '../../src/sim/world.js';
import {endings, options, statementOf, varied} from './grammar.js';

/** A statement as a line of the language, and what became of it in the world before it. */
export type Step = {
	readonly line: string;
	readonly statement: Statement;
	readonly before: World;
	readonly outcome: Outcome;
};

/** A script that somebody could have typed, with its history; set-up included. */
export type RandomScript = {readonly steps: readonly Step[]; readonly [fc.toStringMethod]: () => string};

/**
 * Scripts of two or three clients, any lock services and stores with any options, programs, faults and some twenty statements, each chosen in the world
 * that it meets: most are accepted, and those that make trouble come often. What can be said is read off the grammar, so a new kind joins by itself.
 */
export const randomScripts: fc.Arbitrary<RandomScript> = new (class extends fc.Arbitrary<RandomScript> {
	generate(random: fc.Random): fc.Value<RandomScript> {
		return new fc.Value(randomScript(diceOf(random)), undefined);
	}

	canShrinkWithoutContext(value: unknown): value is RandomScript {
		return typeof value === 'object';
	}

	shrink({steps}: RandomScript): fc.Stream<fc.Value<RandomScript>> {
		return fc.stream(shorter(steps.map(({line}) => line))).map((script) => new fc.Value(script, undefined));
	}
})();

/** The text of a script, one statement a line. */
export function textOf({steps}: RandomScript): string {
	return steps.map(({line}) => line).join('\n');
}

/** A script of these lines with its history, or null when one of them is not in the language. */
export function scriptOf(lines: readonly string[]): RandomScript | null {
	const steps: Step[] = [];
	let names = emptyNames;
	let world = emptyWorld;
	for (const line of lines) {
		const parsed = parseLine(line, names);
		const [only, second] = parsed.ok ? parsed.statements : [];
		if (!parsed.ok || only === undefined || second !== undefined) return null;
		const outcome = perform(world, only.statement);
		steps.push({line, statement: only.statement, before: world, outcome});
		if (outcome.ok) world = outcome.world;
		names = parsed.names;
	}
	return written(steps);
}

function written(steps: readonly Step[]): RandomScript {
	const script: RandomScript = {steps, [fc.toStringMethod]: () => `\n${textOf(script)}\n`};
	return script;
}

/** Scripts without some of the lines, the shortest first. */
function* shorter(lines: readonly string[]): IterableIterator<RandomScript> {
	for (let size = Math.floor(lines.length / 2); size > 0; size = Math.floor(size / 2))
		for (let from = lines.length - size; from >= 0; from -= size) {
			const script = scriptOf([...lines.slice(0, from), ...lines.slice(from + size)]);
			if (script !== null) yield script;
		}
}

type Dice = {
	readonly whole: (least: number, most: number) => number;
	readonly chance: (part: number) => boolean;
	readonly pick: <Each>(from: readonly Each[]) => Each;
};

function diceOf(random: fc.Random): Dice {
	const whole = (least: number, most: number) => random.nextInt(least, most);
	return {
		whole,
		chance: (part) => random.nextDouble() < part,
		pick: <Each>(from: readonly Each[]): Each => {
			const found = from[whole(0, from.length - 1)];
			if (found === undefined) throw new Error('nothing to pick from');
			return found;
		},
	};
}

function randomScript(dice: Dice): RandomScript {
	const begun = scriptOf(setUp(dice));
	if (begun === null) throw new Error('a line of the set-up is not in the language');
	const steps = [...begun.steps];
	let world = steps.reduce((last, {outcome}) => (outcome.ok ? outcome.world : last), emptyWorld);
	const {names, menu, read} = languageOf(namesOf(world));
	const several = world.spec.locks.some(({name}) => serversOf(world, name).length > 0);
	const weights = menu.map(
		({sort}) => (usual[sort] ?? 1) * dice.pick([0.2, 1, 1, 3]) * (several && sort.endsWith(' server') ? 6 : 1),
	);
	for (let left = dice.whole(10, 30); left > 0; left--) {
		for (let tries = 0; tries < mostTries; tries++) {
			const line = nextLine(dice, world, names, menu, weights);
			const statement = line === null ? null : read(line);
			if (line === null || statement === null || !dice.chance(interest(world, statement))) continue;
			const outcome = perform(world, statement);
			if (!outcome.ok && !dice.chance(0.06)) continue;
			steps.push({line, statement, before: world, outcome});
			if (outcome.ok) world = outcome.world;
			break;
		}
	}
	return written(steps);
}

function setUp(dice: Dice): readonly string[] {
	const clients = dice.chance(0.3) ? ['A', 'B', 'C'] : ['A', 'B'];
	const locks = dice.chance(0.15) ? ['account', 'job'] : ['account'];
	const stores = ['s', 't', 'u'].slice(0, dice.whole(1, 3));
	const lines = [
		...clients.map((name) => `client ${name}`),
		...locks.map((name) => withOptions(dice, `lock ${name} ${dice.pick(servicesOf(name))}`, 0.25)),
		...stores.map((name) => withOptions(dice, `store ${name} ${dice.pick(rulesOf(name))}`, 0.12)),
		...locks.map((name) => `put ${name} n=0 m=0`),
		...(dice.chance(0.25) ? [`latency ${dice.pick(['1ms', '10ms', '500ms', '2s'])}`] : []),
		...(dice.chance(0.1) ? [`pace ${dice.pick(['200ms', '3s'])}`] : []),
	];
	const names = parseLines(lines);
	if (dice.chance(0.35))
		for (const client of clients) {
			if (dice.chance(0.2)) continue;
			lines.push(program(dice, client, dice.pick(locks), names));
			if (dice.chance(0.25)) lines.push(`${client} retries`);
			if (dice.chance(0.5)) lines.push(`${client} starts`);
		}
	for (const line of setupsOf(names)) if (dice.chance(0.03)) lines.push(line);
	return lines;
}

function program(dice: Dice, client: string, lock: string, names: Names): string {
	const others = operationsKnown().filter((words) => isAmong(words, names));
	const steps = [
		`acquire ${lock}`,
		...(dice.chance(0.6) ? [`read ${lock}`] : []),
		...(dice.chance(0.4) ? [dice.pick(others)] : []),
		`write ${lock} ${dice.pick(['n+=1', 'n=5', 'm=2'])}${dice.chance(0.3) ? ' as job pay' : ''}`,
		...(dice.chance(0.4) ? [dice.pick(others)] : []),
		...(dice.chance(0.8) ? [`release ${lock}`] : []),
	];
	return `${client} runs ${steps.join('; ')}`;
}

/** A line with some of the options that the grammar knows after it. */
function withOptions(dice: Dice, line: string, part: number): string {
	let whole = line;
	// A condition has no end of ways to go on.
	if (line.includes(' rejects when ')) return line;
	for (const option of optionsOf(line, clientNames)) {
		if (!dice.chance(/^(ttl|session-timeout) /.test(option) ? 0.6 : part)) continue;
		const tried = `${whole} ${dice.chance(0.5) ? varied(option, dice.pick) : option}`;
		if (statementOf(tried, clientNames) !== null) whole = tried;
	}
	return whole;
}

/** A line that may be typed now, chosen by weight; null when the chosen sort has none. */
function nextLine(
	dice: Dice,
	world: World,
	names: Names,
	menu: readonly Sort[],
	weights: readonly number[],
): string | null {
	const uneasy = names.clients.filter((client) => isUneasy(world, client));
	if (uneasy.length > 0 && dice.chance(0.3)) {
		const client = dice.pick(uneasy);
		const holds = names.clients.find((each) => names.locks.some((lock) => holder(world, lock) === each));
		if (holds !== undefined && dice.chance(0.3)) return write(dice, holds, names);
		if (isCrashed(world, client)) return `${client} restart`;
		return isPaused(world, client) ? `${client} resume` : withFate(dice, write(dice, client, names, 0.6), names);
	}
	const ledgers = world.spec.stores.flatMap(({name, rule}) => (rule === 'transactional' ? [name] : []));
	if (ledgers.length > 0 && dice.chance(0.3)) return transaction(dice, world, names, dice.pick(ledgers));
	if (dice.chance(0.2)) return plot(dice, world, names);
	const {sort, lines} = weighted(dice, menu, weights);
	switch (sort) {
		case 'write':
			return withFate(dice, write(dice, dice.pick(names.clients), names), names);
		case 'wait':
			return wait(dice, world);
		case 'deliver':
		case 'drop':
		case 'duplicate': {
			const flying = inFlight(world);
			return flying.length === 0 ? null : `${sort} ${dice.pick(flying).id}`;
		}
		default: {
			const line = possible(dice, world, names, lines);
			return withFate(dice, dice.chance(0.3) ? varied(line, dice.pick) : line, names);
		}
	}
}

/** One of these lines, and rather one that the world would not refuse. */
function possible(dice: Dice, world: World, names: Names, lines: readonly string[]): string {
	const {read} = languageOf(names);
	let line = dice.pick(lines);
	for (let tries = 0; tries < mostTries; tries++) {
		const statement = read(line);
		if (statement !== null && refusalAtSight(world, statement) === null) break;
		line = dice.pick(lines);
	}
	return line;
}

/** The line that the usual accident needs next: somebody holds, stops, or the servers forget it, and another one comes. */
function plot(dice: Dice, world: World, names: Names): string {
	const {clients, locks} = names;
	const {menu} = languageOf(names);
	const lock = dice.pick(locks);
	const client = dice.pick(clients);
	const believers = clients.filter((each) => belief(world, each, lock) !== null);
	if (believers.length === 0 || holder(world, lock) === null) return `${client} acquire ${lock}`;
	const trouble = menu.filter(({sort}) => sort.endsWith(' server') || sort === 'failover').flatMap(({lines}) => lines);
	if (dice.chance(0.2)) return possible(dice, world, names, trouble).replace(/([+-])5s$/, '$120s');
	if (believers.includes(client)) return isPaused(world, client) ? 'wait until expiry' : `${client} pause`;
	return dice.chance(0.5) ? 'wait until expiry' : `${client} acquire ${lock}`;
}

/** A line of a transaction: who is in none begins one, who is in one locks, writes, or ends it. */
function transaction(dice: Dice, world: World, {clients, locks}: Names, store: string): string {
	const client = dice.pick(clients);
	const index = world.spec.stores.findIndex(({name}) => name === store);
	const {sessions} = world.locals[world.spec.clients.findIndex(({name}) => name === client)] ?? {sessions: []};
	const isInside = sessions[index]?.inside === true;
	if (!isInside && dice.chance(0.8)) return `${client} begin ${store}`;
	const row = dice.pick(locks);
	const write = `${client} write ${row} ${dice.pick(['n=5', 'n+=1', 'm=2'])} to ${store}`;
	return dice.pick([
		`${client} read ${row} for update to ${store}`,
		`${client} read ${row} for update`,
		write,
		write,
		`${client} commit ${store}`,
		`${client} commit ${store}`,
		`${client} rollback ${store}`,
		...(isInside ? [`${client} pause`, `${client} crash`, `cut ${client} ${store}`] : []),
	]);
}

function weighted(dice: Dice, menu: readonly Sort[], weights: readonly number[]): Sort {
	let left = (dice.whole(0, 1_000_000) / 1_000_000) * weights.reduce((sum, each) => sum + each, 0);
	for (const [index, sort] of menu.entries()) {
		left -= weights[index] ?? 0;
		if (left <= 0) return sort;
	}
	return dice.pick(menu);
}

/** A write to one of two keys, seldom the second, so that a client that is late often leaves another key behind than the one before it. `second`: how often. */
function write(dice: Dice, client: string, {locks}: Names, second = 0.25): string {
	const change = dice.pick(dice.chance(second) ? ['m=2', 'm+=3'] : ['n=5', 'n=6', 'n+=1', 'n-=1', 'n=old']);
	return `${client} write ${dice.pick(locks)} ${change}${dice.chance(0.15) ? ' as job pay' : ''}`;
}

/** The line, at times with an option or two, such as what happens to its message. */
function withFate(dice: Dice, line: string, names: Names): string {
	if (!names.clients.includes(line.replace(/^step /, '').split(' ')[0] ?? '') || !dice.chance(0.22)) return line;
	const known = optionsOf(line, names);
	if (known.length === 0) return line;
	const option = dice.pick(known).replace(/^token 33$/, () => `token ${dice.whole(32, 36)}`);
	const whole = `${line} ${dice.chance(0.4) ? varied(option, dice.pick) : option}`;
	return languageOf(names).read(whole) === null ? line : whole;
}

function wait(dice: Dice, world: World): string {
	const next = nextDeadline(world, true);
	if (next === null || dice.chance(0.4)) return `wait ${dice.pick(['1ms', '500ms', '1s', '3s', '6s', '11s', '30s'])}`;
	return `wait ${Math.max(1, next - world.now + dice.pick([-1, 0, 0, 0, 1]))}ms`;
}

/** Whether a client has or believes something that is not so: where trouble comes from. */
function isUneasy(world: World, client: string): boolean {
	return world.spec.locks.some(
		({name}) =>
			(belief(world, client, name) !== null || tokenOf(world, client, name) !== null) && holder(world, name) !== client,
	);
}

/** How often a statement is taken that the dice fell on; it is less where it would change little. */
function interest(world: World, statement: Statement): number {
	switch (statement.kind) {
		case 'do': {
			const {client, operation} = statement;
			const believes = 'lock' in operation && belief(world, client, operation.lock) !== null;
			if (operation.kind === 'acquire') return believes ? 0.15 : 1;
			return 'lock' in operation && !believes ? 0.25 : 1;
		}
		case 'pause':
		case 'crash': {
			const who = 'client' in statement ? statement.client : statement.actor;
			const isIdle =
				world.spec.clients.some(({name}) => name === who) &&
				world.spec.locks.every(({name}) => belief(world, who, name) === null);
			return isIdle ? 0.15 : 1;
		}
		// A program that begins anew at once, and for ever, only comes to the limit of a statement.
		case 'run':
			return world.spec.clients.some(({name, retries}) => name === statement.client && retries) ? 0 : 1;
		default:
			return 1;
	}
}

/** Lines of one sort, by what their statements do. */
type Sort = {readonly sort: string; readonly lines: readonly string[]};

/** What can be said among the names of a world: its lines by sort, and the statement of a line, read once. */
type Language = {
	readonly names: Names;
	readonly menu: readonly Sort[];
	readonly read: (line: string) => Statement | null;
};

const languages = new Map<string, Language>();

function languageOf(names: Names): Language {
	const key = [...names.clients, ...names.locks, ...names.stores].join(' ');
	const language = languages.get(key) ?? newLanguage(names);
	languages.set(key, language);
	return language;
}

function newLanguage(names: Names): Language {
	const sorts = new Map<string, string[]>(['write', 'deliver', 'drop', 'duplicate'].map((sort) => [sort, []]));
	for (const line of linesKnown()) {
		const statement = isAmong(line, names) ? statementOf(line, names) : null;
		if (statement === null || isSetup(statement)) continue;
		const sort = sortOf(statement, names);
		sorts.set(sort, [...(sorts.get(sort) ?? []), line]);
	}
	return {
		names,
		menu: [...sorts].map(([sort, lines]) => ({sort, lines})),
		read: remembered(
			(line) => statementOf(line, names),
			(line) => line,
		),
	};
}

/** Every line that the grammar knows among all the names that a script may have. */
const linesKnown = remembered(() => {
	const starts = ['', 'primary ', 'replica ', ...nodes.map((node) => `${node} `)];
	const links = allNames.clients.flatMap((client) =>
		nodes.flatMap((node) => [`cut ${client} ${node}`, `heal ${client} ${node}`]),
	);
	return [...starts.flatMap((start) => endings(start, allNames).map((rest) => start + rest)), ...links, 'failover'];
});

/** Whether no name in a line is one that these lack. */
function isAmong(line: string, names: Names): boolean {
	const missing = (kind: 'clients' | 'locks' | 'stores') =>
		allNames[kind].filter((name) => !names[kind].includes(name));
	const absent = [...missing('clients'), ...missing('locks'), ...missing('stores')];
	return line.split(' ').every((word) => !absent.includes(word));
}

/** The words of every kind of lock service. */
export function serviceKinds(): readonly string[] {
	return servicesOf('account');
}

/** The words of every option of an operation, without its value. */
export function operationOptions(): readonly string[] {
	const lines = ['acquire account', 'read account', 'write account n=5', 'advance account'];
	const found = lines.flatMap((line) => optionsOf(`A ${line}`, allNames));
	return [...new Set(found.map((option) => option.replace(/ \S*\d\S*$/, '')))];
}

/** Every sort of statement that a script may hold after its set-up. */
export function sorts(): readonly string[] {
	return languageOf(allNames).menu.map(({sort}) => sort);
}

/** What a statement does: an operation's verb, else the kind of statement, and whose fault it is where that differs. */
export function sortOf(statement: Statement, {clients}: Pick<Names, 'clients'> = allNames): string {
	if (statement.kind === 'do') return statement.operation.kind;
	if (!('actor' in statement)) return statement.kind;
	return `${statement.kind} ${clients.includes(statement.actor) ? 'client' : 'server'}`;
}

/** How often a sort of statement is typed, against 1 of every other. */
const usual: Readonly<Record<string, number>> = {
	acquire: 5,
	write: 8,
	read: 3,
	wait: 4,
	'wait-until-expiry': 3,
	pause: 2,
	resume: 3,
	deliver: 3,
	advance: 1.5,
	renew: 1.5,
	release: 1.5,
	step: 3,
	run: 2,
	'restart client': 2,
	'restart server': 2,
	'crash server': 1.5,
	failover: 1.5,
	cut: 0.5,
	heal: 0.5,
};

const nodes = ['n1', 'n2', 'n3'];
const clientNames: Names = {...emptyNames, clients: ['A', 'B', 'C']};
/** All the names that a script may have. */
const allNames: Names = {
	...clientNames,
	locks: ['account', 'job'],
	stores: ['s', 't', 'u'],
	resources: ['account', 'job'],
	keys: [
		['account', 'n'],
		['job', 'n'],
	],
};
const mostTries = 12;

const servicesOf = remembered((name: string) => endings(`lock ${name} `, clientNames));

/** Every rule, and some of one's own where the language takes them. */
const rulesOf = remembered((name: string) => [
	...endings(`store ${name} `, clientNames).filter((rule) => !rule.includes('rejects')),
	...[
		'rejects when token = none or token < highest',
		'rejects when token <= highest',
		'rejects when not base = version and base != none',
	].filter((rule) => statementOf(`store ${name} ${rule}`, clientNames) !== null),
]);

/** The options of a line that stands for all that differ from it in names and numbers. */
const optionsOfKind = remembered((line: string) => options(line, allNames));

function optionsOf(line: string, names: Names): readonly string[] {
	const kind = line
		.replace(/^(step |run )?[BC]\b/, '$1A')
		.replace(/\bjob\b(?! \w+$)/, 'account')
		.replace(/\b[nm](\+=|-=|=)\w+/, 'n=5')
		.replace(/\b\d[\d.]*(ms|s|m|h)\b/g, '1s');
	return optionsOfKind(kind).filter((option) => isAmong(option, names));
}

/** The operations of a program, as the grammar knows them. */
const operationsKnown = remembered(() => endings('A runs ', allNames).filter((words) => !/^(write|sends)/.test(words)));

/** Set-up that a client's name begins, but for its program and its start. */
const setupsOf = remembered((names: Names) =>
	linesKnown().filter((line) => {
		const statement =
			names.clients.includes(line.split(' ')[0] ?? '') && isAmong(line, names) ? statementOf(line, names) : null;
		return statement !== null && isSetup(statement) && statement.kind !== 'runs' && statement.kind !== 'starts';
	}),
);

function parseLines(lines: readonly string[]): Names {
	return lines.reduce((names, line) => {
		const parsed = parseLine(line, names);
		if (!parsed.ok) throw new Error(`${line}: ${parsed.error.message}`);
		return parsed.names;
	}, emptyNames);
}

/** The function, asked once for each question. */
function remembered<Question extends readonly unknown[], Answer>(
	answer: (...question: Question) => Answer,
	keyOf: (...question: Question) => string = (...question) => JSON.stringify(question),
): (...question: Question) => Answer {
	const known = new Map<string, Answer>();
	return (...question) => {
		const key = keyOf(...question);
		const before = known.get(key);
		if (before !== undefined) return before;
		const found = answer(...question);
		known.set(key, found);
		return found;
	};
}
