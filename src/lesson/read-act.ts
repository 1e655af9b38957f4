import type {Names} from '../language/names.js';
import {nearest} from '../language/nearest.js';
import {clipped} from '../language/visible.js';
import {serverNames} from '../language/words.js';
import {isConnective} from '../sim/formula.js';
import {allowable} from './allow.js';
import type {Report} from './blocks.js';
import {asText, type Fields, fieldsOf} from './fields.js';
import type {
	Allowed,
	Choice,
	Condition,
	Debrief,
	Goal,
	Hint,
	HintCase,
	Inline,
	Predict,
	Script,
	Snippet,
	Task,
	Text,
	TextPosition,
} from './lesson.js';
import {type Datum, plainYaml, type TextDatum} from './plain-yaml.js';
import {proseOf, textOf} from './prose.js';
import {conditionOf, scriptOf} from './script.js';

/** Returns a bet, or null where something in it cannot be used. Every problem is reported. */
export function predictOf(datum: Datum, names: Names, place: TextPosition, report: Report): Predict | null {
	const fields = fieldsOf(datum, 'a predict block', ['question', 'run', 'choices'], report);
	if (fields === null) return null;
	const question = fields.text('question');
	const run = requiredScript(fields, 'run', names, report);
	const choices = fields.list('choices').map((each) => choiceOf(each, run.names, report));
	if (choices.length < 2) report(fields.place, 'A bet needs at least two choices.');
	return question === null
		? null
		: {
				kind: 'predict',
				question: textOf(question.text),
				run: run.script,
				choices: choices.flatMap((choice) => choice ?? []),
				place,
			};
}

/** Returns a task, or null where something in it cannot be used. Every problem is reported. */
export function taskOf(datum: Datum, names: Names, place: TextPosition, report: Report): Task | null {
	const fields = fieldsOf(
		datum,
		'a task block',
		['goal', 'moral', 'lose', 'allow', 'hints', 'solution', 'accept', 'reject', 'par'],
		report,
	);
	if (fields === null) return null;
	const solution = requiredScript(fields, 'solution', names, report);
	const goals = fields.list('goal').flatMap((each) => goalOf(each, 'a goal', solution.names, report) ?? []);
	if (fields.list('goal').length === 0)
		report(fields.place, 'A task block needs the field goal, a list of show and when.');
	const hints = fields.list('hints').map((each, index, all) => hintOf(each, index === all.length - 1, names, report));
	if (hints.length !== 3)
		report(
			fields.place,
			`A task has three hints, a question, the idea, and a line that can be run; this one has ${hints.length}.`,
		);
	const moral = fields.optionalText('moral');
	return {
		kind: 'task',
		goals,
		...(moral === null ? {} : {moral: textOf(moral.text)}),
		lose: fields.list('lose').flatMap((each) => goalOf(each, 'a lose line', solution.names, report) ?? []),
		allow: fields.has('allow') ? fields.list('allow').flatMap((each) => allowedOf(each, names, report) ?? []) : null,
		hints: hints.flatMap((hint) => hint ?? []),
		solution: solution.script,
		accept: scripts(fields, 'accept', names, report),
		reject: scripts(fields, 'reject', names, report),
		par: fields.optionalCount('par'),
		proof: null,
		place,
	};
}

/** Returns a debrief: its words, and then from the line `card:` on the card, with its code where it has some. */
export function debriefOf(text: string, first: number, place: TextPosition, report: Report): Debrief | null {
	const lines = text.split('\n');
	const start = lines.findIndex((line) => /^card[ \t]*:/.test(line));
	if (start < 0) {
		report(place, 'A debrief ends with a line card: and the sentence for the learner’s notes.');
		return null;
	}
	const datum = plainYaml(lines.slice(start).join('\n'), first + start, report);
	const fields = datum === null ? null : fieldsOf(datum, 'the end of a debrief', ['card', 'code'], report);
	const card = fields?.text('card') ?? null;
	const prose = proseOf(lines.slice(0, start), first, report);
	if (prose.length === 0)
		report(place, 'A debrief names the idea before its card. Write a sentence or two above the line card:.');
	const code = fields?.optional('code') ?? null;
	if (card === null) return null;
	return {
		kind: 'debrief',
		prose,
		card: textOf(card.text),
		code: code === null ? null : snippetOf(code, report),
		place,
	};
}

function snippetOf(datum: Datum, report: Report): Snippet | null {
	const fields = fieldsOf(datum, 'the code of a card', ['where', 'lines'], report);
	const where = fields?.text('where') ?? null;
	const lines = fields?.text('lines') ?? null;
	return where === null || lines === null ? null : {where: where.text, lines: lines.text.trimEnd().split('\n')};
}

function requiredScript(
	fields: Fields,
	name: string,
	names: Names,
	report: Report,
): {readonly script: Script; readonly names: Names} {
	const text = fields.text(name);
	return text === null ? {script: [], names} : scriptOf(text, names, report);
}

function scripts(fields: Fields, name: string, names: Names, report: Report): readonly Script[] {
	return fields.list(name).flatMap((each) => {
		const text = asText(each, name, report);
		return text === null ? [] : [scriptOf(text, names, report).script];
	});
}

function choiceOf(datum: Datum, names: Names, report: Report): Choice | null {
	const fields = fieldsOf(datum, 'a choice', ['when', 'say', 'because', 'misconception'], report);
	if (fields === null) return null;
	const when = requiredCondition(fields, names, report);
	const say = fields.text('say');
	const because = fields.optionalText('because');
	const misconception = fields.optionalCount('misconception');
	if (when === null || say === null) return null;
	return {
		say: textOf(say.text),
		when,
		because: because === null ? [] : textOf(because.text),
		misconception,
		place: fields.place,
	};
}

function goalOf(datum: Datum, what: string, names: Names, report: Report): Goal | null {
	const fields = fieldsOf(datum, what, ['show', 'when'], report);
	if (fields === null) return null;
	const show = fields.text('show');
	const when = requiredCondition(fields, names, report);
	return show === null || when === null ? null : {show: textOf(show.text), when, place: fields.place};
}

function requiredCondition(fields: Fields, names: Names, report: Report): Condition | null {
	const text = fields.text('when');
	return text === null ? null : conditionOf(text, names, report);
}

function allowedOf(datum: Datum, names: Names, report: Report): Allowed | null {
	const text = asText(datum, 'allow', report);
	if (text === null) return null;
	const words = text.text.trim().split(/\s+/);
	const actors = [...names.clients, ...names.stores, ...names.locks, 'locks', ...serverNames];
	const named = actors.find((name) => name.toLowerCase() === words[0]?.toLowerCase());
	if (words.length === 1 && named !== undefined) return {actor: named, verb: null};
	const verb = (words.at(-1) ?? '').toLowerCase();
	const actor = words.length === 2 ? named : null;
	if (words.length <= 2 && actor !== undefined && allowable.some((each) => each === verb)) return {actor, verb};
	const near = nearest(verb, allowable);
	report(
		text.place,
		`In allow stands a word that begins a statement, as in pause, a name of the world, as in B, or both, as in B acquire; ${clipped(text.text)} is none of them${near === null || near === verb ? '' : `. Did you mean ${near}`}.`,
	);
	return null;
}

function hintOf(datum: Datum, isLine: boolean, names: Names, report: Report): Hint | null {
	if (datum.kind === 'list')
		return {cases: datum.items.flatMap((each) => hintCase(each, isLine, names, report) ?? []), place: datum.place};
	if (datum.kind === 'map') {
		const single = hintCase(datum, isLine, names, report);
		return single === null ? null : {cases: [single], place: datum.place};
	}
	return {cases: [saidOrRun(datum, null, isLine, names, report)], place: datum.place};
}

function hintCase(datum: Datum, isLine: boolean, names: Names, report: Report): HintCase | null {
	if (datum.kind === 'text') return saidOrRun(datum, null, isLine, names, report);
	const fields = fieldsOf(datum, 'a case of a hint', ['when', 'say'], report);
	const say = fields?.text('say') ?? null;
	if (fields === null || say === null) return null;
	const when = fields.has('when') ? requiredCondition(fields, names, report) : null;
	return saidOrRun(say, when, isLine, names, report);
}

function saidOrRun(say: TextDatum, when: Condition | null, isLine: boolean, names: Names, report: Report): HintCase {
	if (isLine) return {when, say: [{kind: 'code', text: say.text.trim()}], line: scriptOf(say, names, report).script};
	return {when, say: textOf(say.text).flatMap((piece) => withValues(piece, say.place, names, report)), line: []};
}

/** Splits `{token of A}` and its like out of a piece of text. */
function withValues(piece: Inline, place: TextPosition, names: Names, report: Report): Text {
	if (piece.kind !== 'plain' || !piece.text.includes('{')) return [piece];
	return piece.text.split(/(\{[^{}]{1,80}\})/).flatMap((part): Text => {
		if (part === '') return [];
		if (!/^\{.*\}$/.test(part)) return [{kind: 'plain', text: part}];
		const of = valueIn(part.slice(1, -1), place, names, report);
		return of === null ? [{kind: 'plain', text: part}] : [{kind: 'value', text: part, of}];
	});
}

/** `token of A` is read as the left side of a comparison. */
function valueIn(
	source: string,
	place: TextPosition,
	names: Names,
	report: Report,
): Extract<Inline, {kind: 'value'}>['of'] | null {
	const fact = conditionOf({kind: 'text', text: `${source} = 0`, lines: [place], place}, names, report)?.fact;
	return fact === undefined || isConnective(fact) ? null : fact;
}
