import {describe, expect, it} from 'vitest';
import {plainText} from '../../src/lesson/prose.js';
import {aTask, aWorld, block, frontMatter, lessonOf, lessonText, problemsOf, taskOf} from './a-lesson.js';

describe('A lesson file', () => {
	it('becomes plain data that survives JSON', () => {
		const lesson = lessonOf(lessonText());
		expect(JSON.parse(JSON.stringify(lesson))).toEqual(lesson);
		expect(lesson).toMatchObject({
			id: 'late',
			number: null,
			title: 'A late write',
			role: 'adversary',
			minutes: 3,
			teaches: ['stale-write'],
			uses: [],
			reading: [],
		});
	});

	it('keeps each statement as written and as understood, with its place', () => {
		const [, wait] = taskOf(lessonOf(lessonText())).solution;
		expect(wait).toMatchObject({
			text: 'wait 10s',
			statement: {kind: 'wait', for: 10_000},
			optional: false,
			place: {line: 28, column: 3},
		});
	});

	it('takes its number from the name of the file', () => {
		expect(lessonOf(lessonText(), 'lessons/07-late.md').number).toBe(7);
	});

	it('gives a step that runs nothing no world of its own', () => {
		const lesson = lessonOf(
			lessonText({steps: `${aTask}\n## After\n\n${block('debrief', 'The idea.\ncard: A card.')}`}),
		);
		expect(lesson.steps.map(({world}) => world === null)).toEqual([false, true]);
	});

	it('keeps the code of a card line by line, with its indents', () => {
		const code = 'code:\n  where: "In SQL: one statement"\n  lines: |\n    UPDATE report\n      SET token = 34;';
		const lesson = lessonOf(lessonText({steps: `${aTask}\n${block('debrief', `The idea.\ncard: A card.\n${code}`)}`}));
		expect(lesson.steps.at(-1)?.beats.at(-1)?.act).toMatchObject({
			kind: 'debrief',
			code: {where: 'In SQL: one statement', lines: ['UPDATE report', '  SET token = 34;']},
		});
	});

	it('lets a step have its own world, with its own names', () => {
		const own = block('world', 'client C\nlock door lease ttl 1s\nstore raw unfenced');
		const lesson = lessonOf(lessonText({steps: `## Alone\n\n${own}\n${block('try', 'C acquire door')}`}));
		expect(lesson.steps[0]?.world?.[0]?.text).toBe('client C');
	});

	it('reads prose before the first heading as the beginning of the first step', () => {
		const lesson = lessonOf(lessonText({steps: `Hello.\n\n${aTask}`}));
		const [first] = lesson.steps[0]?.beats[0]?.prose ?? [];
		expect(first?.kind === 'paragraph' && plainText(first.text)).toBe('Hello.');
	});

	it('is read the same with Windows line ends and a byte order mark', () => {
		expect(lessonOf(`\uFEFF${lessonText().replaceAll('\n', '\r\n')}`)).toEqual(lessonOf(lessonText()));
	});
});

describe('A lesson file with mistakes', () => {
	it('reports all of them at once, in order', () => {
		const text = lessonText({
			front: frontMatter.replace('role: adversary', 'role: advesary').replace('minutes: 3', 'minuts: 3'),
			world: aWorld.replace('store raw', 'stor raw'),
		});
		expect(problemsOf(text).map((problem) => problem.replace(/:.*/, ''))).toEqual(['2', '4', '5', '13', '24']);
	});

	it.each<[string, string, RegExp]>([
		[
			'names the nearest field',
			lessonText({front: frontMatter.replace('title', 'titel')}),
			/^3:1: The front matter has no field titel; did you mean title\?? ?/,
		],
		[
			'names the nearest block',
			lessonText({steps: `${aTask}\n${block('debreif', 'x')}`}),
			/There is no block debreif; did you mean debrief/,
		],
		[
			'names the nearest role',
			lessonText({front: frontMatter.replace('adversary', 'enginer')}),
			/^4:7: .*did you mean engineer/,
		],
		[
			'points into a line of a block',
			lessonText({world: aWorld.replace('unfenced', 'unfensed')}),
			/^13:11: .*unfenced/,
		],
		[
			'points into a line of a literal',
			lessonText({steps: aTask.replace('B acquire account\n  B', 'B aquire account\n  B')}),
			/^29:5: .*acquire/,
		],
		[
			'points into a fact',
			lessonText({steps: aTask.replace('when: stale-write on raw', 'when: stale-write on rav')}),
			/^24:26: .*raw/,
		],
		[
			'points at a line that YAML cannot read',
			lessonText({steps: aTask.replace('- show: A stale', '- show: A: stale')}),
			/^23:\d+: /,
		],
		[
			'reports a field that stands twice',
			lessonText({front: frontMatter.replace('minutes: 3', 'minutes: 3\nminutes: 4')}),
			/^6:1: This field stands here twice/,
		],
		['reports an anchor', lessonText({front: frontMatter.replace('minutes: 3', 'minutes: &m 3')}), /^5:\d+: An anchor/],
		['reports an alias', lessonText({front: frontMatter.replace('minutes: 3', 'minutes: 3\npart: *m')}), /lias/],
		[
			'reports a tag',
			lessonText({front: frontMatter.replace('minutes: 3', 'minutes: !!js/function 3')}),
			/^5:\d+: A tag/,
		],
		['reports an alias in a block', lessonText({steps: aTask.replace('hints: [Who is slow?', 'hints: [*x')}), /lias/],
		[
			'reports a missing field',
			lessonText({front: frontMatter.replace('id: late\n', '')}),
			/The front matter needs the field id/,
		],
		['reports an empty field', lessonText({front: frontMatter.replace('id: late', 'id:')}), /The field id is empty/],
		['reports a missing world', lessonText({world: ''}), /needs a world block/],
		[
			'reports a world that cannot be built',
			lessonText({world: aWorld.replace('put account', 'wait 1s\nput account')}),
			/^15:1: This world cannot be built\. Set-up/,
		],
		['reports a missing front matter', lessonText({front: ''}), /^2:1: A lesson begins with its front matter/],
		['reports a front matter without an end', '---\nid: x\n', /^1:1: The front matter has no end/],
		['reports a block without an end', `${lessonText()}\n\`\`\`try\nwait 1s`, /This try block has no end/],
		['reports a heading of another level', lessonText({steps: `# Title\n\n${aTask}`}), /^17:1: Only ## headings/],
		['reports a table', lessonText({steps: aTask.replace('Some prose.', '| a | b |')}), /A table cannot stand here/],
		['reports HTML', lessonText({steps: aTask.replace('Some prose.', '<b>bold</b>')}), /HTML cannot stand here/],
		['reports an empty step', lessonText({steps: `${aTask}\n## Nothing\n`}), /This step is empty/],
		[
			'reports an act outside of a step',
			lessonText({steps: `${block('try', 'wait 1s')}\n${aTask}`}),
			/stands in no step/,
		],
		[
			'reports an act after the task of its step',
			lessonText({steps: `${aTask}\n${block('try', 'wait 1s')}`}),
			/After its task/,
		],
		['reports a second world', lessonText({steps: `${aWorld}\n${aTask}`}), /has a world already/],
		['reports too few hints', lessonText({steps: aTask.replace('Who is slow?, ', '')}), /three hints.*has 2/],
		[
			'reports a last hint that cannot be run',
			lessonText({steps: aTask.replace(/"A acquire.*"/, 'Good luck.')}),
			/^25:\d+: /,
		],
		[
			'reports a word that nothing begins with',
			lessonText({steps: aTask.replace('hints:', 'allow: [pasue]\nhints:')}),
			/In allow .* Did you mean pause/,
		],
		[
			'reports a name that nobody here has',
			lessonText({steps: aTask.replace('hints:', 'allow: [host1, wait]\nhints:')}),
			/In allow .* host1 is none of them/,
		],
		[
			'reports a bet with one choice',
			lessonText({
				steps: `## Bet\n\n${block('predict', 'question: What?\nrun: wait 1s\nchoices:\n  - {say: Yes, when: time = 1s}')}`,
			}),
			/at least two choices/,
		],
		[
			'reports a debrief without a card',
			lessonText({steps: `${aTask}\n${block('debrief', 'The idea.')}`}),
			/A debrief ends with a line card:/,
		],
		[
			'reports code on a card that does not say what it is for',
			lessonText({steps: `${aTask}\n${block('debrief', 'The idea.\ncard: A card.\ncode:\n  lines: SELECT 1')}`}),
			/The code of a card needs the field where\./,
		],
		[
			'reports code on a card that is no map',
			lessonText({steps: `${aTask}\n${block('debrief', 'The idea.\ncard: A card.\ncode: SELECT 1')}`}),
			/Here the code of a card is expected, with the fields where, lines\./,
		],
		[
			'reports an id that is no name',
			lessonText({front: frontMatter.replace('id: late', 'id: Späte Tat')}),
			/^2:5: An id has small letters/,
		],
		[
			'makes control characters visible',
			lessonText({front: frontMatter.replace('id: late', 'id: "a\\u001b[2Jb"')}),
			/\\x1b\[2Jb/,
		],
	])('%s', (_, text, expected) => {
		expect(problemsOf(text)).toContainEqual(expect.stringMatching(expected));
	});

	it('reports a name of the file that is not the id', () => {
		expect(problemsOf(lessonText(), '03-early.md')).toEqual([
			'1:1: This file is named early and its id is late. Give both the same name: 03-late.md.',
		]);
	});

	it('reports a file over 256 KiB and one that is not UTF-8, and looks no further', () => {
		expect(problemsOf(' '.repeat(262_145))).toEqual([expect.stringContaining('256 KiB')]);
		expect(problemsOf(Uint8Array.of(0xff, 0xfe, 0x41))).toEqual([
			'1:1: This file is not UTF-8 text. Save it as UTF-8.',
		]);
	});

	it('reports a world that goes on and on', () => {
		const busy = block(
			'world',
			`client A\nclient B\nlock account lease ttl 60m\nstore raw unfenced\npace 1ms\nA runs acquire account\nB runs acquire account\nA starts at 0s\nB starts at 0s\n${'wait 30s\n'.repeat(9)}`,
		);
		expect(problemsOf(lessonText({world: busy}))).toContainEqual(expect.stringContaining('more than 100,000 events'));
	});
});
