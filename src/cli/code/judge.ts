import * as realmTexts from 'fence-tutor:realm';
import process from 'node:process';
import type {ShownFileAnswer} from '../../code/file-answer.js';
import {claimText} from '../../language/print.js';
import type {Io} from '../io.js';
import {type CheckOptions, followCode, type Subject, seemsWinnable} from './check-code.js';
import {prepareRealm} from './realm/start-realm.js';
import {shownAnswer} from './shown-answer.js';

/** What the process of this file is asked for: to check a file. */
export type JudgeRequest = {
	readonly file: string;
	readonly options: CheckOptions;
	readonly io: Pick<Io, 'cwd' | 'columns' | 'look' | 'because' | 'version'>;
};

/** What it says of it. `begun`: what it will answer, in order. `done`: nothing more comes; `problem` is what cannot be used, or empty. */
export type JudgeReply =
	| {readonly kind: 'begun'; readonly claims: readonly string[]; readonly seemsWinnable: boolean}
	| {readonly kind: 'searched'; readonly states: number}
	| {readonly kind: 'answered'; readonly answer: ShownFileAnswer}
	| {readonly kind: 'done'; readonly problem: string}
	| {readonly kind: 'broken'; readonly error: string};

process.on('message', (request: JudgeRequest) => {
	check(request)
		.catch((error: unknown) =>
			tell({kind: 'broken', error: error instanceof Error ? (error.stack ?? error.message) : String(error)}),
		)
		.then(() => prepareRealm(realmTexts));
});
prepareRealm(realmTexts);
// Whoever asked is gone: nobody would hear the answer.
process.on('disconnect', () => process.exit());

function tell(reply: JudgeReply): void {
	process.send?.(reply);
}

async function check({file, options, io}: JudgeRequest): Promise<void> {
	let problem = '';
	let toldAt = performance.now();
	const outside: Io = {
		...io,
		stdin: process.stdin,
		stdout: {write: () => true},
		stderr: {
			write(text) {
				problem += text;
			},
		},
		terminal: null,
		env: process.env,
	};
	await followCode(file, options, outside, {
		begun: (subject) => tell({kind: 'begun', claims: claimsOf(subject), seemsWinnable: seemsWinnable(subject)}),
		answered(answer) {
			tell({kind: 'answered', answer: shownAnswer(answer, io.cwd)});
		},
		searched(states) {
			if (performance.now() - toldAt < 250) return;
			toldAt = performance.now();
			tell({kind: 'searched', states});
		},
	});
	tell({kind: 'done', problem});
}

function claimsOf({check}: Subject): readonly string[] {
	switch (check.kind) {
		case 'client':
			return check.worlds.flatMap(({claims}) => claims.map(claimText));
		case 'class':
			return [check.name];
	}
}
