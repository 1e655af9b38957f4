import {command} from '../command.js';

/** `fence-tutor progress`: what the learner has done, as a file that can be taken along. */
export const progressCommand = command({
	name: 'progress',
	summary: 'Show, export, import or reset what you have done',
	usage: '[map|notes|path|export|import|reset] [FILE]',
	options: {
		json: {kind: 'flag', about: 'print one JSON object, for other programs'},
		yes: {kind: 'flag', about: 'reset without asking', short: 'y'},
	},
	examples: [
		{line: 'fence-tutor progress', about: 'what you have done'},
		{line: 'fence-tutor progress map', about: 'the course part by part, with what is solved'},
		{
			line: 'fence-tutor progress notes > notes.md',
			about: 'your cards, and the bets that went the other way, as Markdown',
		},
		{line: 'fence-tutor progress path', about: 'the file it is kept in'},
		{line: 'fence-tutor progress export mine.json', about: 'a copy to take along; - is standard output'},
		{line: 'fence-tutor progress import mine.json', about: 'add what another machine knows; nothing is lost'},
		{line: 'fence-tutor progress reset zombie', about: 'start one lesson anew; without a name, all of them'},
	],
	async run({words, options}, io) {
		const {keepProgress} = await import('../keep-progress.js');
		return await keepProgress(words, options, io);
	},
});
