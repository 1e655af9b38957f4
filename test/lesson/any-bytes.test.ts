import {readdirSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseLesson} from '../../src/lesson/parse.js';
import {aWorld, block, frontMatter} from './a-lesson.js';

const folder = resolve(import.meta.dirname, '../../lessons');
const names = readdirSync(folder).filter((name) => name.endsWith('.md'));

describe('Any bytes', () => {
	it('are a lesson or have problems with places, and never throw', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 400}), (bytes) => {
				expectSense(bytes);
			}),
		);
	});

	it('put anywhere into a lesson never throw, and are told of at a place that the file has', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...names),
				fc.nat(),
				fc.nat(60),
				fc.string({unit: 'binary', maxLength: 30}),
				(name, at, cut, more) => {
					const text = readFileSync(resolve(folder, name), 'utf8');
					const from = at % text.length;
					expectSense(text.slice(0, from) + more + text.slice(from + cut));
				},
			),
			{numRuns: 100},
		);
	});

	it('put as YAML into a task never throw', () => {
		const yaml = fc.array(
			fc.constantFrom(
				'goal',
				':',
				' ',
				'- ',
				'\n',
				'  ',
				'{',
				'}',
				'[',
				']',
				'"',
				"'",
				'|',
				'>',
				'&a',
				'*a',
				'!t',
				'#',
				'%',
				'?',
				'---',
				'...',
				'when',
				'show',
				',',
				'<<',
				'~',
				'\t',
				'\u0000',
			),
			{maxLength: 60},
		);
		fc.assert(
			fc.property(yaml, (parts) => {
				expectSense(`${frontMatter}\n${aWorld}\n## Step\n\n${block('task', parts.join(''))}`);
			}),
			{numRuns: 300},
		);
	});

	it('that are hostile to parsers are read in time that grows with their length only', () => {
		const body = (text: string): string => `${frontMatter}\n${aWorld}\n## Step\n\n${text}\n`;
		const hostile = [
			'> '.repeat(2000),
			'- '.repeat(2000),
			'['.repeat(4000),
			'[a]('.repeat(1000),
			'*a **b _c `d ['.repeat(280),
			'`'.repeat(4000),
			'``a`b'.repeat(800),
			block('task', 'goal: ' + '['.repeat(3000)),
			block('task', '- '.repeat(1500)),
			block('task', 'a: '.repeat(1300)),
			block('try', 'A acquire; A release; A read'),
			'## Step\n',
		];
		for (const line of hostile) expectSense(body(`${line}\n`.repeat(Math.floor(120_000 / (line.length + 1)))));
	});
});

/** Either it is a lesson, or each problem stands in the file. */
function expectSense(source: string | Uint8Array): void {
	const parsed = parseLesson('any.md', source);
	if (parsed.ok) {
		expect(parsed.lesson.steps.length).toBeGreaterThan(0);
		return;
	}
	const lines = (typeof source === 'string' ? source : new TextDecoder().decode(source)).split(/\r\n|\n|\r/).length;
	expect(parsed.problems.length).toBeGreaterThan(0);
	for (const {line, column, message} of parsed.problems) {
		expect(line).toBeGreaterThanOrEqual(1);
		expect(line).toBeLessThanOrEqual(lines + 1);
		expect(column).toBeGreaterThanOrEqual(1);
		expect(message).not.toBe('');
	}
}
