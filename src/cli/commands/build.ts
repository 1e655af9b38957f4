import {command} from '../command.js';

/** `fence-tutor build`: the learner's own code, over every schedule. */
export const buildCommand = command({
	name: 'build',
	summary: 'Write the code yourself, and have every schedule of it searched',
	usage: '[check] [FILE]...',
	options: {
		json: {kind: 'flag', about: 'print one JSON object a claim, for other programs'},
		diagram: {kind: 'flag', about: 'draw each schedule that is found'},
		clients: {kind: 'number', value: 'N', about: 'how many clients run the code'},
		'max-states': {kind: 'number', value: 'N', about: 'give up after this many states (1,000,000 unless you say so)'},
		'max-seconds': {kind: 'number', value: 'S', about: 'give up after this many seconds (20 unless you say so)'},
	},
	examples: [
		{line: 'fence-tutor build check withdraw.mjs', about: 'every claim that its first comment makes'},
		{line: 'fence-tutor build check withdraw.mjs --json', about: 'for another program'},
	],
	async run({words, options}, io) {
		const {checkCode} = await import('../code/check-code.js');
		const [, ...files] = words;
		return await checkCode(
			files,
			{
				json: options.json,
				diagram: options.diagram,
				clients: options.clients,
				maxStates: options['max-states'],
				maxSeconds: options['max-seconds'],
			},
			io,
		);
	},
});
