import {command} from '../command.js';

/** `fence-tutor help`: every subcommand, statement, option word, property and word of the field, each with an example that runs. */
export const helpCommand = command({
	name: 'help',
	summary: 'Explain a subcommand, a statement, an option or a word of the field',
	usage: '[TOPIC]...',
	options: {},
	examples: [
		{line: 'fence-tutor help', about: 'all topics, in groups'},
		{line: 'fence-tutor help write', about: 'how a statement is written, and an example'},
		{line: 'fence-tutor help fencing token', about: 'what a word of the field means'},
		{line: 'fence-tutor help stale-write', about: 'what a property says, and a run that violates it'},
	],
	async run({words}, io) {
		const {helpAbout} = await import('../help-about.js');
		return await helpAbout(words.join(' '), io);
	},
});
