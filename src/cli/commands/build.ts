import {command} from '../command.js';
import {UnusableInput} from '../exit-code.js';

/** `fence-tutor build`: the learner's own code, over every schedule. */
export const buildCommand = command({
	name: 'build',
	summary: 'Write the code yourself, and have every schedule of it searched',
	usage: '[check|replay] [DIR|EXERCISE|FILE]...',
	options: {
		json: {kind: 'flag', about: 'print one JSON object a claim, for other programs'},
		diagram: {kind: 'flag', about: 'draw each schedule that is found'},
		watch: {kind: 'flag', about: 'check again whenever a file is saved, until Ctrl-C'},
		once: {kind: 'flag', about: 'check once and end'},
		hint: {kind: 'number', value: 'N', about: 'tell a hint of an exercise, 1 to 3'},
		clients: {kind: 'number', value: 'N', about: 'how many clients run the code'},
		with: {
			kind: 'text',
			value: 'COMMAND',
			about: 'run the file with this command, which speaks the protocol of docs/build.md',
		},
		'max-states': {kind: 'number', value: 'N', about: 'give up after this many states (1,000,000 unless you say so)'},
		'max-seconds': {kind: 'number', value: 'S', about: 'give up after this many seconds (20 unless you say so)'},
	},
	examples: [
		{line: 'fence-tutor build', about: 'write the exercises into a folder and check what you save there'},
		{line: 'fence-tutor build 6', about: 'one exercise; its hints with --hint 1'},
		{line: 'fence-tutor build check withdraw.mjs', about: 'every claim that its first comment makes'},
		{line: 'fence-tutor build check withdraw.mjs --json', about: 'for another program'},
		{
			line: 'fence-tutor build replay withdraw.mjs | fence-tutor run -',
			about: 'the schedule that breaks it, without the code',
		},
	],
	isEndless: ({options}) => options.watch,
	async run({words, options}, io) {
		const [first, ...files] = words;
		const given = {
			json: options.json,
			diagram: options.diagram,
			watch: options.watch,
			once: options.once,
			hint: options.hint,
			clients: options.clients,
			with: options.with,
			maxStates: options['max-states'],
			maxSeconds: options['max-seconds'],
		};
		const {checkCode, replayCode} = await import('../code/check-code.js');
		const {wrappedOnTerminal} = await import('../wrapped.js');
		const read = options.json ? io : wrappedOnTerminal(io);
		if (first === 'check') {
			if (!options.watch) return await checkCode(files, given, read);
			const {watchFiles} = await import('../check/watch-files.js');
			return await watchFiles(files, io, async () => await checkCode(files, given, read));
		}
		if (first === 'replay') return await replayCode(files, given, io);
		const {build} = await import('../code/build.js');
		if (files.length > 0)
			throw new UnusableInput('Name one folder, exercise or file; several with: fence-tutor build check FILE...');
		return await build(first, given, read);
	},
});
