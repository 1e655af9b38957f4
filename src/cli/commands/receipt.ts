import {command} from '../command.js';

/** `fence-tutor receipt`: what the learner has solved, as runs that anybody can do again. */
export const receiptCommand = command({
	name: 'receipt',
	summary: 'Write what you have solved as runs that a teacher can replay with "grade"',
	usage: '[FILE]',
	options: {
		name: {kind: 'text', value: 'NAME', about: 'whose receipt it is; left out, it is known by the name of its file'},
		key: {kind: 'text', value: 'KEY', about: 'what the leader of the workshop has told you on the day'},
		json: {kind: 'flag', about: 'say what was written as one JSON object'},
	},
	examples: [
		{
			line: 'fence-tutor receipt ada.json --name Ada',
			about: 'everything you have solved and bet, with the lines that did it',
		},
		{line: 'fence-tutor receipt --workshop berlin ada.json', about: 'what you did with --workshop berlin'},
		{line: 'fence-tutor receipt', about: 'to standard output'},
	],
	async run({words, options}, io) {
		const [{writeReceipt}, {receiptName}, {keyOf}] = await Promise.all([
			import('../receipt/write-receipt.js'),
			import('../receipt/receipt-name.js'),
			import('../../progress/folder.js'),
		]);
		const {json} = options;
		const name = receiptName(options.name);
		return await writeReceipt(words[0] ?? '-', {name, json, key: keyOf(options.key, io.env)}, io);
	},
});
