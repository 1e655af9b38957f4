import {command} from '../command.js';

/** `fence-tutor` alone: the list of lessons, on the full screen or as text. */
export const homeCommand = command({
	name: 'home',
	summary: 'A distributed lock with a timeout, a slow client, a stale write, and the fence that stops it',
	usage: '',
	options: {},
	examples: [
		{line: 'fence-tutor', about: 'the lessons, from the first'},
		{line: 'fence-tutor doctor', about: 'what this terminal can do'},
	],
	isEndless: () => true,
	async run(_given, io) {
		const [{lessons}, {learnerStore}, {openHome}] = await Promise.all([
			import('fence-tutor:lessons'),
			import('../learner-store.js'),
			import('../learn/home.js'),
		]);
		return await openHome(lessons, await learnerStore(io), io);
	},
});
