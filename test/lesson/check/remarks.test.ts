import {describe, expect, it} from 'vitest';
import {remarksOn} from '../../../src/lesson/check/remarks.js';
import {lessonFrom} from '../../session/at-prompt.js';

const world =
	'```world\nclient A\nclient B\nlock account lease ttl 10s\nstore raw unfenced\nput account balance=100\n```\n';

const lesson = (debrief: string, misconception: string) =>
	lessonFrom(`---
id: looked
title: Looked at
role: adversary
minutes: 2
teaches: [lease]
---

${world}
## Late

\`\`\`notes
Minutes: 2.
\`\`\`

A is slow.

\`\`\`predict
question: Who believes?
run: A acquire account; A pause; wait 11s; B acquire account
choices:
  - say: B alone
    when: B believes account and not A believes account
    because: A is paused.
${misconception}  - say: Both
    when: B believes account and A believes account
\`\`\`

## The end

\`\`\`debrief
${debrief}
card: A card.
\`\`\`
`);

describe('What an author is asked to look at', () => {
	it('is a flag that the way of the author raises and no text names, and a wrong choice without a misconception', () => {
		expect(remarksOn(lesson('It is over.', ''))).toEqual([
			{kind: 'flag', property: 'two-believers', place: {line: 25, column: expect.any(Number)}},
			{kind: 'choice', choice: 1, place: {line: 29, column: expect.any(Number)}},
		]);
	});

	it('is nothing where the text names the flag and the choice its misconception', () => {
		expect(remarksOn(lesson('This is called two-believers.', '    misconception: 1\n'))).toEqual([]);
	});
});
