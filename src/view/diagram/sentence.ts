import {type Reading, wholeReading} from '../../narrate/reading.js';
import {seconds} from '../../narrate/row.js';
import type {Spec} from '../../sim/world.js';
import {visible} from '../text/visible.js';
import type {Draft} from './draft.js';
import {planLadder, type Told} from './plan.js';

/** One row in words: for screen readers and for terminals too narrow for the picture. */
type LadderSentence = {
	readonly statement: number;
	readonly seq: number | null;
	readonly number: number | null;
	readonly violation: boolean;
	readonly text: string;
};

/** The history in sentences, one for each row of the ladder that says something. */
export function ladderSentences(
	history: readonly Told[],
	spec: Spec,
	reading: Reading = wholeReading,
): readonly LadderSentence[] {
	return planLadder(history, spec, reading).drafts.flatMap((draft) => {
		const text = sentenceOf(draft);
		return text === null
			? []
			: [
					{
						statement: draft.statement,
						seq: draft.seq,
						number: draft.number,
						violation: draft.violations.length > 0,
						text,
					},
				];
	});
}

/** The draft as `7. At 13 s B wrote 80 with token 34; safe accepted.` with its violations, or null when it says nothing. */
export function sentenceOf(draft: Draft): string | null {
	const text = told(draft);
	return text === null || draft.number === null || draft.said.length === 0 ? text : `${draft.number}. ${text}`;
}

/** The same without the number. */
export function told(draft: Draft): string | null {
	const violations = draft.violations.map(({property, because}) => `Violated: ${property}. ${ended(visible(because))}`);
	if (draft.said.length === 0) return violations.length === 0 ? null : violations.join(' ');
	const said = draft.said.join('; ');
	const sentence =
		draft.number === null ? `${said.slice(0, 1).toUpperCase()}${said.slice(1)}.` : `At ${seconds(draft.at)} ${said}.`;
	return [sentence, ...draft.why, ...violations].join(' ');
}

function ended(sentence: string): string {
	return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
