import {command} from '../command.js';

/** `fence-tutor preview FILE`: a lesson as its author sees it, at any step, with nothing kept. */
export const previewCommand = command({
	name: 'preview',
	summary: 'Open a lesson of your own at any step; nothing of it is kept',
	usage: 'FILE',
	options: {step: {kind: 'number', value: 'N', about: 'begin at this step; the first is 1'}},
	examples: [
		{line: 'fence-tutor preview 01-our-lock.md', about: 'from its first step'},
		{
			line: 'fence-tutor preview 01-our-lock.md --step 3',
			about: 'from its third, as a learner who did what you do comes to it',
		},
	],
	isEndless: () => true,
	async run({words, options}, io) {
		const {preview} = await import('../learn/preview.js');
		return await preview(words[0] ?? '', options.step ?? 1, io);
	},
});
