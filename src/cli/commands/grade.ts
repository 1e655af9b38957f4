import {command} from '../command.js';

/** `fence-tutor grade`: what receipts are worth, by doing everything in them again. */
export const gradeCommand = command({
	name: 'grade',
	summary: 'Replay receipts, offline and trusting nothing in them, and print what was solved',
	usage: 'RECEIPT...',
	options: {
		csv: {kind: 'flag', about: 'print CSV, for a spreadsheet'},
		json: {kind: 'flag', about: 'print one JSON object a line'},
		bets: {kind: 'flag', about: 'print how often each choice of each question was bet on, to show a group'},
		lesson: {
			kind: 'texts',
			value: 'FILE',
			about: 'a lesson of your own, or a folder of them, beside the built-in ones; may be repeated',
		},
		key: {
			kind: 'text',
			value: 'KEY',
			about: 'the key that you gave out in the workshop: says which receipts were made with it',
		},
		require: {kind: 'texts', value: 'ID', about: 'a lesson that every receipt must have solved; may be repeated'},
	},
	examples: [
		{line: 'fence-tutor grade receipts/', about: 'every receipt in a folder'},
		{
			line: 'fence-tutor grade *.json',
			about: 'exit code 1 when a receipt claims what is not so, 2 when a file is no receipt',
		},
		{line: 'fence-tutor grade --key plum receipts/', about: 'one column more says who had the key'},
		{line: 'fence-tutor grade --csv *.json > results.csv', about: 'one line per receipt and lesson'},
		{line: 'fence-tutor grade --require zombie ada.json', about: 'an exercise: exit code 1 when it is not solved'},
	],
	async run({words, options}, io) {
		const [{gradeFiles}, {keyOf}] = await Promise.all([
			import('../receipt/grade-files.js'),
			import('../../progress/folder.js'),
		]);
		return await gradeFiles(words, {...options, key: keyOf(options.key, io.env)}, io);
	},
});
