import {command} from '../command.js';

/** `fence-tutor learn`: one lesson, or a course of one's own, on the full screen or line by line. */
export const learnCommand = command({
	name: 'learn',
	summary: 'Open a lesson; without a name, the one to go on with',
	usage: '[ID|FILE|DIR] [STEP|ID]',
	options: {
		again: {kind: 'flag', about: 'begin at the beginning, whatever you did before'},
		presenter: {
			kind: 'flag',
			about: 'as slides on a projector: Space goes on, Left goes back; with --plain, a text for the speaker',
		},
		name: {kind: 'text', value: 'NAME', about: 'with --to: your name for the workshop'},
		key: {kind: 'text', value: 'KEY', about: 'with --to: what the leader of the workshop has told you on the day'},
		notes: {
			kind: 'text',
			value: 'FILE',
			about: 'with --presenter: the file for your notes, in step; "fence-tutor speaker FILE" shows them',
		},
		review: {kind: 'flag', about: 'the bets of earlier lessons that are due today'},
		today: {kind: 'text', value: 'DATE', about: 'with --review: the day to go by, such as 2026-11-21'},
	},
	examples: [
		{line: 'fence-tutor learn', about: 'go on where you were'},
		{line: 'fence-tutor learn lease', about: 'a lesson by its id or number; "fence-tutor list" shows them'},
		{line: 'fence-tutor learn lease 3', about: 'at its third step'},
		{line: 'fence-tutor learn mine.md', about: 'a lesson of your own'},
		{line: 'fence-tutor learn course/', about: 'a folder of lessons; a second word names one of them'},
		{
			line: 'fence-tutor learn zombie --presenter --notes notes.txt',
			about: 'on a projector, with notes for the speaker',
		},
		{
			line: 'fence-tutor learn zombie --workshop berlin --to /mnt/room --name Ada',
			about: 'in a workshop, where "fence-tutor present --collect /mnt/room" shows who is where',
		},
		{line: 'fence-tutor learn --review', about: 'bets to warm up with, one, three and seven days after a lesson'},
		{
			line: 'fence-tutor learn lease --plain < lines.txt',
			about: 'an exercise: exit code 1 when a task is not solved at the end',
		},
	],
	isEndless: () => true,
	async run({words, options}, io) {
		const [{lessons}, {learnerStore}, {learn}] = await Promise.all([
			import('fence-tutor:lessons'),
			import('../learner-store.js'),
			import('../learn/learn.js'),
		]);
		return await learn(
			{
				words,
				again: options.again,
				review: options.review,
				today: options.today ?? null,
				presenter: options.presenter,
				notes: options.notes ?? null,
				lessons,
				store: await learnerStore(io, options),
			},
			io,
		);
	},
});
