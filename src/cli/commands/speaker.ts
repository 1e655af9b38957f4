import {command} from '../command.js';

/** `fence-tutor speaker`: the speaker's notes in step with a presentation, in a second terminal. */
export const speakerCommand = command({
	name: 'speaker',
	summary: 'Show your notes in step with a presentation, with the time planned and used',
	usage: 'FILE',
	options: {},
	examples: [
		{
			line: 'fence-tutor learn zombie --presenter --notes notes.txt',
			about: 'on the projector: the slides; the notes go to the file',
		},
		{line: 'fence-tutor speaker notes.txt', about: 'in a terminal that the room does not see'},
	],
	isEndless: () => true,
	async run({words}, io) {
		const {followNotes} = await import('../learn/follow-notes.js');
		return await followNotes(words[0] ?? '', io);
	},
});
