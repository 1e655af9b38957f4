import {command} from '../command.js';
import {exitCode} from '../exit-code.js';

/** `fence-tutor` alone. */
export const homeCommand = command({
	name: 'home',
	summary: 'A distributed lock with a timeout, a slow client, a stale write, and the fence that stops it',
	usage: '',
	options: {},
	examples: [
		{line: 'fence-tutor', about: 'the lessons, from the first'},
		{line: 'fence-tutor doctor', about: 'what this terminal can do'},
	],
	async run(_given, io) {
		io.stdout.write('Type "fence-tutor --help" for what there is.\n');
		return exitCode.fine;
	},
});
