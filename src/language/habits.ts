import type {Names} from './names.js';

/** The line or command that somebody means who types the words of other programs, with the names of this world: `wake A` is `A resume`. Null for anything else. */
export function meantBy(line: string, {clients, locks, stores}: Names): string | null {
	const words = line.trim().split(/\s+/);
	const isName = (word: string | undefined, names: readonly string[]) =>
		names.find((name) => name.toLowerCase() === word?.toLowerCase());
	const leading = isName(words[0], clients);
	const verb = (leading === undefined ? words[0] : words[1])?.toLowerCase() ?? '';
	const client = leading ?? words.map((word) => isName(word, clients)).find((name) => name !== undefined) ?? clients[0];
	const named = words.map((word) => isName(word, locks)).find((name) => name !== undefined) ?? locks[0];
	const server = words.map((word) => isName(word, stores)).find((name) => name !== undefined);
	const lock = named === undefined ? '' : ` ${named}`;
	const time = words.find((word) => /^\d+(?:ms|s|m|h)$/i.test(word));
	if (leading === undefined) {
		const command = commands[verb];
		if (command !== undefined && words.length === 1) return command;
		if (verb === 'sleep' && time !== undefined && words.length === 2) return `wait ${time}`;
		if (['tick', 'advance', 'time', 'elapse'].includes(verb)) return `wait ${time ?? '1s'}`;
		if (['steal', 'force-unlock', 'revoke'].includes(verb)) return `locks revoke${lock}`;
	}
	// `lock k kubernetes` declares a lock, of whatever kind; what is wrong with it is told of that.
	const namesClient = words.slice(1).some((word) => isName(word, clients) !== undefined);
	if (leading === undefined && verb === 'lock' && words.length > 2 && !namesClient) return null;
	if (client === undefined) return null;
	switch (verb) {
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
			return `${server ?? client} crash`;
		case 'start':
		case 'reboot':
			return `${server ?? client} restart`;
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

/** Commands of shells and of other tutorials. */
const commands: Readonly<Record<string, string>> = {
	status: '/state',
	info: '/state',
	show: '/show',
	next: '/next',
	continue: '/next',
	skip: '/skip',
	back: '/back',
	menu: '/menu',
	ls: '/menu',
	list: '/menu',
	lessons: '/menu',
	dir: '/menu',
	reset: '/reset',
	again: '/reset',
	redo: '/redo',
	man: '/help',
	commands: '/help',
	bye: '/quit',
	logout: '/quit',
	history: '/timeline',
	explore: '/explore',
	state: '/state',
};
