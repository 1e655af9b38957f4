import type {Lesson, Predict, Task} from '../../src/lesson/lesson.js';
import {parseLesson} from '../../src/lesson/parse.js';

/** Returns a well-formed lesson file; what is given replaces a part of it. */
export function lessonText({
	front = frontMatter,
	world = aWorld,
	steps = aTask,
}: {
	front?: string;
	world?: string;
	steps?: string;
} = {}): string {
	return `${front}\n${world}\n${steps}\n`;
}

export const frontMatter = `---
id: late
title: A late write
role: adversary
minutes: 3
teaches: [stale-write]
---
`;

export const aWorld = block(
	'world',
	`client A
client B
lock account lease ttl 10s
store raw unfenced
put account balance=100`,
);

export const aTask = `## Be late

Some prose.

${block(
	'task',
	`goal:
  - show: A stale write
    when: stale-write on raw
hints: [Who is slow?, Let A sleep., "${'A acquire account; A pause; wait 10s; B acquire account; B write account balance=80; A resume; A write account balance=90'}"]
solution: |
  A acquire account
  wait 10s
  B acquire account
  B write account balance=80
  A write account balance=90`,
)}
`;

/** Returns a fenced block. */
export function block(name: string, text: string): string {
	return `\`\`\`${name}\n${text}\n\`\`\`\n`;
}

/** Returns the lesson of a text that has to be well-formed. */
export function lessonOf(text: string, file = 'late.md'): Lesson {
	const parsed = parseLesson(file, text);
	if (!parsed.ok)
		throw new Error(parsed.problems.map(({line, column, message}) => `${line}:${column}: ${message}`).join('\n'));
	return parsed.lesson;
}

/** Returns the problems of a text as `LINE:COLUMN: message`. */
export function problemsOf(text: string | Uint8Array, file = 'late.md'): readonly string[] {
	const parsed = parseLesson(file, text);
	return parsed.ok ? [] : parsed.problems.map(({line, column, message}) => `${line}:${column}: ${message}`);
}

/** Returns the first task of a lesson. */
export function taskOf({steps}: Lesson): Task {
	const act = steps.flatMap(({beats}) => beats.map((beat) => beat.act)).find(({kind}) => kind === 'task');
	if (act?.kind !== 'task') throw new Error('the lesson has no task');
	return act;
}

/** Returns the first bet of a lesson. */
export function betOf({steps}: Lesson): Predict {
	const act = steps.flatMap(({beats}) => beats.map((beat) => beat.act)).find(({kind}) => kind === 'predict');
	if (act?.kind !== 'predict') throw new Error('the lesson has no bet');
	return act;
}
