import {storeOptions} from '../sim/store/options.js';
import {storeRules} from '../sim/store/registry.js';
import {commands} from './command.js';
import type {Names} from './names.js';
import {parseLine} from './parse.js';
import {optionWords} from './parse-options.js';
import {serverNames} from './words.js';

/** The line or command that somebody means who types the words of other programs, with the names of this world: `wake A` is `A resume`. Null for anything else. */
export function meantBy(line: string, names: Names): string | null {
	const {clients, locks, stores} = names;
	const words = line.trim().split(/\s+/);
	const parsed = [...withSemicolons(line), ...declarations(words, stores)].find((each) => parseLine(each, names).ok);
	if (parsed !== undefined) return parsed;
	const isName = (word: string | undefined, names: readonly string[]) =>
		names.find((name) => name.toLowerCase() === word?.toLowerCase());
	const leading = isName(words[0], clients);
	const machines = [...stores, ...serverNames];
	const isMachine = isName(words[0], [...machines, 'locks']) !== undefined;
	// `A wakes` is said of A, as `A runs` is.
	const verb =
		leading === undefined && !isMachine
			? (words[0]?.toLowerCase() ?? '')
			: (words[1]?.toLowerCase().replace(/s$/, '') ?? '');
	const client = leading ?? words.map((word) => isName(word, clients)).find((name) => name !== undefined) ?? clients[0];
	const named = words.map((word) => isName(word, locks)).find((name) => name !== undefined) ?? locks[0];
	const ofLocks = ['lock', 'locks', 'service', ...locks];
	const machine =
		words.map((word) => isName(word, machines)).find((name) => name !== undefined) ??
		(words.slice(1).some((word) => isName(word, ofLocks) !== undefined) ? 'locks' : undefined);
	const lock = named === undefined ? '' : ` ${named}`;
	const time = words.find((word) => /^\d+(?:ms|s|m|h)?$/i.test(word))?.replace(/\d$/, '$&s');
	if (leading === undefined) {
		// `:q!` and `quit()` are how other programs are left.
		const bare = verb.replace(/^:|!$|\(\)$|;$/g, '');
		const command =
			(Object.hasOwn(habits, bare) ? habits[bare] : undefined) ??
			(commands.some(({name}) => name === bare) ? `/${bare}` : undefined);
		if (command !== undefined && (words.length === 1 || bare === 'cat') && !statementWords.includes(verb))
			return command;
		if (verb === 'sleep' && time !== undefined && words.length === 2) return `wait ${time}`;
		// `advance` alone is what a client does.
		if (['tick', 'advance', 'time', 'elapse'].includes(verb) && (verb !== 'advance' || time !== undefined))
			return `wait ${time ?? '1s'}`;
		const [, , count = ''] = words;
		if (verb === 'run' && client !== undefined && /^\d+$/.test(count) && words.length === 3)
			return `step ${client} ${count}`;
		if (['steal', 'force-unlock', 'revoke'].includes(verb)) return `locks revoke${lock}`;
	}
	// `lock k kubernetes` declares a lock, of whatever kind; what is wrong with it is told of that.
	const namesClient = words.slice(1).some((word) => isName(word, clients) !== undefined);
	if (leading === undefined && verb === 'lock' && words.length > 2 && !namesClient) return null;
	if (client === undefined) return null;
	// `A runs` gives a program; it is `run A` that runs it.
	if (leading !== undefined && ['step', 'run'].includes(words[1]?.toLowerCase() ?? ''))
		return [words[1]?.toLowerCase(), leading, ...words.slice(2)].join(' ');
	switch (verb) {
		case 'wait':
			return waiting(words.slice(leading === undefined ? 1 : 2), leading !== undefined);
		case 'go':
			return leading === undefined ? null : `run ${client}`;
		case 'expire':
			return 'wait until expiry';
		case 'put':
		case 'set':
		case 'update':
			return writing(words.slice(leading === undefined ? 1 : 2), client, lock);
		case 'wake':
		case 'awake':
		case 'unpause':
		case 'continue':
		case 'cont':
			return `${client} resume`;
		case 'sleep':
		case 'stop':
		case 'freeze':
		case 'hang':
			return `${client} pause${time === undefined ? '' : ` for ${time}`}`;
		case 'kill':
		case 'die':
			return `${machine ?? client} crash`;
		case 'start':
		case 'reboot':
			return `${machine ?? client} restart`;
		case 'crash':
		case 'restart':
			return machine === undefined || isMachine ? null : `${machine} ${verb}`;
		case 'lock':
		case 'take':
		case 'grab':
			return `${client} acquire${lock}`;
		case 'unlock':
		case 'free':
			return `${client} release${lock}`;
		case 'steal':
			return `locks revoke${lock}`;
		case 'get':
			return `${client} read${lock}`;
	}
	return null;
}

/** Steps with commas between them. */
function withSemicolons(line: string): readonly string[] {
	return line.includes(',') ? [line.replace(/\s*,\s*/g, '; ')] : [];
}

/** `ratchet read`, `safe ratchet read` and `store safe ratchet read` lack the rule, or the word store. */
function declarations(words: readonly string[], stores: readonly string[]): readonly string[] {
	const named = stores.find((name) => words.includes(name)) ?? (stores.length === 1 ? stores[0] : undefined);
	const isStore = (word: string, at: number) => at < 2 && (word === named || (at === 0 && word === 'store'));
	const rest = words.filter((word, at) => !isStore(word, at));
	const [first = ''] = rest;
	const isRule = storeRules().some(({name}) => name === first);
	if (named === undefined || !(isRule || optionWords(storeOptions).includes(first))) return [];
	return [`store ${named} ${isRule ? '' : 'fenced '}${rest.join(' ')}`];
}

/** `wait 5 seconds` and `A wait 5s`: time is nobody's. */
function waiting(rest: readonly string[], isOfClient: boolean): string | null {
	const said = rest.join(' ').toLowerCase();
	if (/expir/.test(said)) return 'wait until expiry';
	const [, amount, unit] = /(\d+(?:\.\d+)?)\s*(ms|milli|s|m|h)?/.exec(said) ?? [];
	if (amount !== undefined) return `wait ${amount}${unit === 'milli' ? 'ms' : (unit ?? 's')}`;
	return isOfClient ? 'wait 1s' : null;
}

/** `set balance 5` and `A put balance=5`: what a client does to a store is a write. */
function writing(rest: readonly string[], client: string, lock: string): string | null {
	const [, key, sign, value] = /([\p{L}][\w-]*)\s*(=|[+-]=|\s)\s*(\d+)$/u.exec(rest.join(' ')) ?? [];
	return key === undefined || lock === '' ? null : `${client} write${lock} ${key}${sign?.trim() || '='}${value}`;
}

/** Words that begin a statement: alone they lack something, and that is said. */
const statementWords: readonly string[] = ['step', 'lock'];

/** What is typed at shells, editors and other tutorials, and the command that does it here. */
const habits: Readonly<Record<string, string>> = {
	status: '/state',
	info: '/state',
	ps: '/state',
	top: '/state',
	cat: '/state',
	continue: '/next',
	c: '/next',
	n: '/next',
	go: '/next',
	ok: '/next',
	y: '/next',
	yes: '/next',
	ls: '/menu',
	list: '/menu',
	lessons: '/menu',
	dir: '/menu',
	again: '/reset',
	clear: '/reset',
	cls: '/reset',
	abort: '/reset',
	man: '/help',
	h: '/help',
	commands: '/help',
	fence: '/help fence',
	token: '/help token',
	u: '/undo',
	q: '/quit',
	wq: '/quit',
	x: '/quit',
	exit: '/quit',
	bye: '/quit',
	logout: '/quit',
	history: '/timeline',
	log: '/timeline',
};
