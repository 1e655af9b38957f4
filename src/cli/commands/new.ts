import {command} from '../command.js';

/** `fence-tutor new ID`: a lesson of one's own to begin with. */
export const newCommand = command({
	name: 'new',
	summary: 'Write a lesson of your own to begin with; it passes "fence-tutor check"',
	usage: 'ID [DIR]',
	options: {title: {kind: 'text', value: 'TITLE', about: 'what the lesson is called; without it, its id'}},
	examples: [
		{line: 'fence-tutor new our-lock', about: '01-our-lock.md, or the next free number'},
		{line: 'fence-tutor new our-lock --title "The lock of the nightly backup"', about: 'with a title'},
		{line: 'fence-tutor new our-lock lessons/', about: 'in another folder, which is made if it is not there'},
	],
	async run({words, options}, io) {
		const {writeNewLesson} = await import('../new-lesson.js');
		return await writeNewLesson(words[0] ?? '', words[1] ?? '.', options.title ?? null, io);
	},
});
