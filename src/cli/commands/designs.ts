import {command} from '../command.js';
import {UnusableInput} from '../exit-code.js';

/** `fence-tutor designs`: what was proved of the designs that people use, and the same for a world of one's own. */
export const designsCommand = command({
	name: 'designs',
	summary: 'Show what is proved of the designs people use: a verdict per fault and promise, with its story',
	usage: '[NAME|FILE]',
	options: {
		cell: {
			kind: 'text',
			value: 'FAULT:PROMISE',
			about: 'tell the story of one cell: pause:no-stale-write, crash:goes-on',
		},
		'max-seconds': {
			kind: 'number',
			value: 'S',
			about: 'for a file: stop after this many seconds; what is open then is unknown',
		},
		json: {kind: 'flag', about: 'print one JSON object a line, for other programs'},
		markdown: {kind: 'flag', about: 'print it as a page in Markdown'},
		html: {kind: 'text', value: 'FILE', about: 'write it as a page for a browser, which needs no network'},
	},
	examples: [
		{line: 'fence-tutor designs', about: 'every design, a line each'},
		{
			line: 'fence-tutor designs redlock',
			about: 'its world and its table; in a terminal, Enter tells the story of a cell',
		},
		{
			line: 'fence-tutor designs redlock --cell pause:no-stale-write',
			about: 'the shortest schedule that breaks one promise',
		},
		{line: 'fence-tutor designs ours.fence --max-seconds 60', about: 'the same table for a world of your own'},
		{line: 'fence-tutor designs --json', about: 'for another program'},
	],
	async run({words, options}, io) {
		const {json, markdown, html, cell} = options;
		if ([json, markdown, html !== undefined, cell !== undefined].filter(Boolean).length > 1)
			throw new UnusableInput('--json, --markdown, --html and --cell go one at a time.');
		const maxSeconds = options['max-seconds'];
		if (maxSeconds !== undefined && !(maxSeconds > 0)) throw new UnusableInput('--max-seconds takes a number above 0.');
		const {showDesigns} = await import('../designs/show-designs.js');
		return await showDesigns(
			words[0] ?? null,
			{cell: cell ?? null, maxSeconds, json, markdown, html: html ?? null},
			io,
		);
	},
});
