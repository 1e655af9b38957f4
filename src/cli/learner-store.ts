import {hostname, userInfo} from 'node:os';
import {resolve} from 'node:path';
import {keyOf, stateFolder, workshopIn} from '../progress/folder.js';
import {lessonOf, type Progress} from '../progress/record.js';
import {openProgress, type ProgressStore} from '../progress/store.js';
import type {Here} from '../session/receipt.js';
import {UnusableInput} from './exit-code.js';
import type {Io} from './io.js';
import {receiptName} from './receipt/receipt-name.js';

/** Who takes part in a workshop, as it was typed; undefined where it was not. */
export type Participant = {readonly name?: string | undefined; readonly key?: string | undefined};

/** The learner's progress. With `--to DIR` each change of it is written to that folder as a receipt, too. Fails: with UnusableInput where there is no such folder. */
export async function learnerStore(
	{env, cwd}: Pick<Io, 'env' | 'cwd'>,
	{name, key}: Participant = {},
): Promise<ProgressStore> {
	const home = await stateFolder(env);
	const store = openProgress(home);
	const to = env['FENCE_TUTOR_TO'] ?? '';
	if (to === '') return store;
	const [{handingIn}, {receiptOf}, {receiptText}, {digestOf}, {exercises}, {stat}] = await Promise.all([
		import('../progress/hand-in.js'),
		import('../session/receipt-of.js'),
		import('../session/receipt.js'),
		import('../share/digest.js'),
		import('fence-tutor:exercises'),
		import('node:fs/promises'),
	]);
	const folder = resolve(cwd, to);
	const isFolder = await stat(folder).then(
		(found) => found.isDirectory(),
		() => false,
	);
	if (!isFolder) throw new UnusableInput(`There is no folder ${to}. --to takes the shared folder of the workshop.`);
	const account = accountName();
	const who = receiptName(name) ?? receiptName(env['FENCE_TUTOR_NAME']) ?? receiptName(account) ?? 'learner';
	// Two of one name, on two machines, write two files; one who comes back writes the same.
	const mine = digestOf([hostname(), account, home ?? '', who].join('\n')).slice(0, 6);
	const whereabouts = followWhereabouts();
	return handingIn(store, {
		path: resolve(folder, `${fileName(who)}-${mine}.json`),
		textOf: (progress) => {
			const here = whereabouts(progress);
			return receiptText(receiptOf(progress, exercises, {name: who, workshop: workshopIn(env), here}), keyOf(key, env));
		},
	});
}

/** The name of the user's account; empty where the system knows none, as in a container that runs under a number of its own. */
function accountName(): string {
	try {
		return userInfo().username;
	} catch {
		return '';
	}
}

/** Where the learner is, and since when they have got no further: the lesson that was worked in last. */
function followWhereabouts() {
	let known = '';
	let since = new Date().toISOString();
	return (progress: Progress): Here | null => {
		const {lessons} = progress;
		const latest = Object.keys(lessons)
			.filter((id) => (lessons[id]?.savedAt ?? null) !== null)
			.sort((one, other) => ((lessons[one]?.savedAt ?? '') < (lessons[other]?.savedAt ?? '') ? -1 : 1))
			.at(-1);
		if (latest === undefined) return null;
		const {step, runs} = lessonOf(progress, latest);
		const place = `${latest} ${step} ${Object.keys(runs).length}`;
		if (place !== known) since = new Date().toISOString();
		known = place;
		return {lesson: latest, step, since};
	};
}

/** What every system takes as a file's name. */
function fileName(name: string): string {
	const plain = name
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 30)
		.replace(/^-|-$/g, '');
	return plain === '' ? 'learner' : plain;
}
