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
	async run(_given, io) {
		const [{lessons}, {openProgress}, {stateFolder}] = await Promise.all([
			import('fence-tutor:lessons'),
			import('../../progress/store.js'),
			import('../../progress/folder.js'),
		]);
		const store = openProgress(await stateFolder(io.env));
		if (io.terminal === null) return (await import('../plain/home.js')).homePlainly(io, lessons, store);
		const [{openScreens}, {openLibrary}] = await Promise.all([
			import('../tty/open-screens.js'),
			import('../library.js'),
		]);
		const {library, notice} = openLibrary(lessons, store, () => new Date().toISOString());
		return await openScreens(io, io.terminal, library, {kind: 'home'}, notice);
	},
});
