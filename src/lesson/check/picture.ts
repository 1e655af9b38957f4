import type {Atom} from '../../sim/fact.js';
import {evaluate} from '../../sim/fact-value.js';
import type {World} from '../../sim/world.js';
import type {Beat, Prose, Step, TextPosition} from '../lesson.js';
import {plainText} from '../prose.js';
import {type Walked, walk} from '../walk.js';

/** A sentence of a lesson that the panel beside it does not bear out: neither before what the learner does there nor at any moment of it. */
export type Unborne = {readonly sentence: string; readonly place: TextPosition};

/** The sentences of a step that say plainly who holds, believes, is paused or has which token or value, and that are so at no moment that the learner can see. Order: as in the step. */
export function unborneIn(step: Step): readonly Unborne[] {
	const beats = walk(step);
	return beats.flatMap((walked, index) => {
		const seen = worldsAt(walked, beats[index + 1]);
		return sentencesOf(walked.beat)
			.filter((sentence) => {
				const said = atomsSaid(sentence, walked.world);
				return said.some((atom) => !seen.some((world) => evaluate(world, atom)));
			})
			.map((sentence) => ({sentence, place: walked.beat.place}));
	});
}

/** The worlds beside which a text is read: the one that it finds, and those of what is shown there and right after it. What is still to be done in a task nobody sees yet. */
function worldsAt({beat, world, played}: Walked, next: Walked | undefined): readonly World[] {
	if (beat.act.kind === 'task') return [world];
	const moments = [...played.trail, ...(next?.played.trail ?? [])].flatMap((trace) => [
		trace.world,
		...trace.moments.map((moment) => moment.world),
	]);
	return [world, ...moments];
}

function sentencesOf({prose, act}: Beat): readonly string[] {
	if (act.kind === 'debrief') return [];
	return prose.flatMap(textsOf).flatMap(sentencesIn);
}

/** The texts of a paragraph or a list. */
export function textsOf(prose: Prose): readonly string[] {
	return prose.kind === 'paragraph' ? [plainText(prose.text)] : prose.items.map(plainText);
}

/** The sentences of a text, each with its last sign; what stands before a colon or a semicolon is one too. */
export function sentencesIn(text: string): readonly string[] {
	return text.split(/(?<=[.!?:;]["')]?)\s+/u).map((sentence) => sentence.trim());
}

/** Of a sentence with such a word it is not plain of which moment it speaks, or whether it is so at all. */
const notPlain =
	/\?|"|\b(?:if|when|whenever|until|while|would|could|may|might|can|cannot|let|unless|then|once|after|before|say|says|suppose|not|no|never|nobody|who|whoever|as soon|will|must|should|each|every|either|neither|only|make|let's|wants?|to|has been|had|was|were|did|later|next|again|because|so that|until|both|two|or)\b/i;

/** What a plain sentence in the present says of this world. */
function atomsSaid(sentence: string, {spec}: World): readonly Atom[] {
	if (notPlain.test(sentence)) return [];
	const lock = spec.locks.length === 1 ? spec.locks[0]?.name : undefined;
	const clients = spec.clients.map(({name}) => name).join('|');
	if (lock === undefined || clients === '') return [];
	const found = (pattern: string) => [...sentence.matchAll(new RegExp(pattern, 'gu'))].map((match) => match[1] ?? '');
	const theLock = `(?:the lock|${lock})`;
	return [
		...found(`\\b(${clients}) (?:now |still )?(?:has|holds) ${theLock}\\b`).map(
			(client): Atom => ({kind: 'holds', client, lock}),
		),
		...found(`(\\b)(?:[Tt]he lock|\\b${lock}) is (?:now |still )?free\\b`).map(
			(): Atom => ({kind: 'holds', client: null, lock}),
		),
		...found(`\\b(${clients}) (?:still )?believes\\b`).map((client): Atom => ({kind: 'believes', client, lock})),
		...found(`\\b(${clients}) is (?:now |still )?paused\\b`).map(
			(client): Atom => ({kind: 'process', client, state: 'paused'}),
		),
		...[...sentence.matchAll(new RegExp(`\\b(${clients}) has (?:the )?token (\\d+)\\b`, 'gu'))].map(
			([, client = '', value]): Atom => ({kind: 'token', client, lock, is: '=', value: Number(value)}),
		),
		...spec.stores.flatMap(({name}) =>
			[
				...sentence.matchAll(
					new RegExp(`\\b${name} (?:now |still )?(?:holds|shows|has) (\\p{L}[\\w-]*)=(\\d+)\\b`, 'gu'),
				),
			].flatMap(([, key = '', value]) =>
				spec.resources.slice(0, 1).map(
					(resource): Atom => ({
						kind: 'value',
						store: name,
						resource: resource.name,
						key,
						is: '=',
						value: Number(value),
					}),
				),
			),
		),
	];
}
