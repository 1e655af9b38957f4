import type {Example, Options} from '../command.js';

/** The options of `live`. Where they name systems, they name what stands in `src/live`. */
export const liveUsage = {
	lesson: {kind: 'text', value: 'ID', about: 'the story of a lesson instead of a file, for example zombie'},
	on: {
		kind: 'texts',
		value: 'URL',
		about:
			'use this redis://, postgres://, http:// (etcd) or zookeeper:// server, or encrypted rediss:// or https://; asks before it writes. For redlock give one for each node',
	},
	yes: {kind: 'flag', about: 'with --on and --room: do not ask'},
	client: {
		kind: 'text',
		value: 'NAME',
		choices: ['redlock', 'redis-py'],
		about:
			'other people’s code as the client of the lock: redlock (npm) or redis-py (Python), as you have it installed; without FILE with a story of its own',
	},
	room: {
		kind: 'text',
		value: 'URL',
		about:
			'be a client of one lock with the whole room, on a redis://, postgres:// or http:// (etcd) server of the workshop, or an encrypted one',
	},
	presenter: {kind: 'flag', about: 'with --room: open the room, and show the ladder that all share'},
	name: {kind: 'text', value: 'NAME', about: 'with --room: who you are'},
	stores: {
		kind: 'text',
		value: 'WHERE',
		choices: ['postgres', 'redis'],
		about: 'where the stores are: postgres, or redis where that is all there is',
	},
	json: {kind: 'flag', about: 'print one JSON object a line, for other programs'},
	diagram: {kind: 'flag', about: 'add the space-time diagram of the real run and of the simulated one'},
	scale: {
		kind: 'number',
		value: 'N',
		about: 'N virtual seconds pass in one real second (10, or what the server permits)',
	},
} as const satisfies Options;

/** Lines of `live` that can be typed. */
export const liveExamples: readonly Example[] = [
	{line: 'fence-tutor live zombie.fence', about: 'starts what it needs on this machine, and removes it afterwards'},
	{line: 'fence-tutor live --lesson zombie', about: 'the story of a lesson'},
	{line: 'fence-tutor live --diagram zombie.fence', about: 'with both diagrams'},
	{line: 'fence-tutor live --room redis://lab:6379 --presenter', about: 'open a room'},
	{line: 'fence-tutor live --room redis://lab:6379 --name Ann', about: 'join it'},
	{line: 'fence-tutor live --client redlock', about: 'node-redlock itself, from your node_modules'},
	{line: 'fence-tutor live --on redis://lab:6379 zombie.fence', about: 'on a server of your own'},
];
