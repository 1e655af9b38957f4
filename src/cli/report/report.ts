import {UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {annotation} from './github.js';
import {junit} from './junit.js';

/** How a command tells what it judged. `github`: annotations that GitHub shows beside the lines. `junit`: the XML that most build servers read. */
const formats = ['text', 'json', 'github', 'junit'] as const;

type Format = (typeof formats)[number];

/** One thing that was judged. `line`, `column`: from 1; null where it has no place. `message`: why it is not so; of one line or more. */
export type Judged = {
	readonly file: string;
	readonly line: number | null;
	readonly column: number | null;
	/** What was judged, in a few words. It is the name of the test in JUnit. */
	readonly name: string;
	/** `unknown`: it could not be decided within the limits. `unusable`: it could not even be tried. */
	readonly outcome: 'passed' | 'failed' | 'unknown' | 'unusable';
	readonly message: string;
};

/** Takes what was judged, in order, and writes it. `close` when there is no more. */
export type Report = {add(judged: Judged): void; close(): void};

/** The option `--format`, for the commands that judge something. */
export const formatOption = {
	kind: 'text',
	value: 'FORMAT',
	choices: formats,
	about: 'print as text, json, github (annotations) or junit (XML)',
} as const;

/** The format that was asked for. Fails: where `--json` and `--format` ask for two. */
export function formatOf({json, format}: {readonly json: boolean; readonly format: string | undefined}): Format {
	const asked = formats.find((each) => each === format);
	if (json && asked !== undefined && asked !== 'json')
		throw new UnusableInput('--json and --format ask for two forms at once. Leave one of them out.');
	return asked ?? (json ? 'json' : 'text');
}

/** A report in a format for build servers; null for the two forms that each command prints by itself. */
export function openReport(format: Format, {stdout, cwd, env}: Pick<Io, 'stdout' | 'cwd' | 'env'>): Report | null {
	if (format === 'github')
		return {
			add: (judged) => {
				const line = annotation(judged, {cwd, env});
				if (line !== null) stdout.write(line);
			},
			close: () => {},
		};
	if (format === 'junit') {
		const all: Judged[] = [];
		return {
			add: (judged) => {
				all.push(judged);
			},
			close: () => {
				stdout.write(junit(all));
			},
		};
	}
	return null;
}
