import {commands} from '../../language/command.js';
import {complete, ghost} from '../../language/complete.js';
import {namesOf} from '../../language/names.js';
import {serverNames} from '../../language/words.js';
import {allowable} from '../../lesson/allow.js';
import type {Allowed} from '../../lesson/lesson.js';
import {beatOf, isOver, remaining, taskOf} from '../../session/beat.js';
import type {Session} from '../../session/session.js';
import {present} from '../../session/tree.js';
import type {World} from '../../sim/world.js';
import type {Assist, Completion} from '../prompt/line.js';

/** What the prompt knows of this world: its names, what could be typed next, and the line that the lesson shows. */
export function assistOf(session: Session, history: readonly string[]): Assist {
	const {world} = present(session.place.tree);
	const names = namesOf(world);
	return {
		proposed: proposedLine(session),
		complete: (text, cursor) => {
			if (text.startsWith('/')) return completeCommand(text, cursor);
			const {from, candidates} = complete(text, cursor, names, world);
			const before = text.slice(0, from).split(';').at(-1) ?? '';
			const allow = taskOf(session.place)?.allow ?? null;
			const after = (word: string): readonly string[] => {
				const longer = `${text.slice(0, from)}${word} `;
				return accepted(complete(longer, longer.length, names, world).candidates);
			};
			const typed = text.slice(from, cursor).toLowerCase();
			// The grammar knows no world, so it does not offer what parts of a lock service are called.
			const parts =
				before.trim() === '' ? serverNames.filter((part) => part.startsWith(typed) && after(part).length > 0) : [];
			const words = [...new Set([...accepted(candidates), ...parts])];
			return {
				from,
				candidates: allow === null ? words : words.filter((word) => mayStand(word, before, {allow, world, after})),
			};
		},
		ahead: (text) => (text.startsWith('/') ? commandAhead(text) : ghost(text, history, names, world)),
	};
}

/** The candidates that the world would not refuse now. */
function accepted(candidates: ReturnType<typeof complete>['candidates']): readonly string[] {
	return candidates.flatMap(({text, refused}) => (refused === null ? [text] : []));
}

/** What is left to run of the line that a lesson shows, which Enter runs; null where none is shown. */
export function shownLine({place, waiting}: Pick<Session, 'place' | 'waiting'>): string | null {
	const act = beatOf(place)?.act;
	return waiting.length === 0 && place.kind === 'lesson' && act?.kind === 'try' && !isOver(place)
		? remaining(place, act.script)
				.map(({text}) => text)
				.join('; ')
		: null;
}

/** What is left to run of an open `try` beat, which Enter runs; else the line of the hint that was just given. */
function proposedLine({place, waiting, said}: Session): string | null {
	if (waiting.length > 0) return null;
	const shown = shownLine({place, waiting});
	if (shown !== null) return shown;
	const hint = said.findLast(({kind}) => kind === 'hint');
	return hint?.kind === 'hint' ? hint.line : null;
}

/** What a task allows, and in which world; `after`: the words that the grammar takes after a word. */
type Permitted = {
	readonly allow: readonly Allowed[];
	readonly world: World;
	readonly after: (word: string) => readonly string[];
};

/** Whether a task lets a word stand after what is before it in its statement: a verb that it allows, or somebody who may do something. What comes later is a matter for the language. */
function mayStand(word: string, before: string, {allow, world, after}: Permitted): boolean {
	const [first = '', ...rest] = before.trim().split(/\s+/);
	const may = (actor: string, verb: string) =>
		allow.some(
			(each) =>
				(each.verb === null || each.verb === verb.toLowerCase()) &&
				(each.actor === null || each.actor.toLowerCase() === actor.toLowerCase()),
		);
	const hasProgram = (name: string) => world.spec.clients.some((each) => each.name === name && each.program !== null);
	if (first === '') {
		if (word === 'expect' || word === 'claim') return true;
		if (aboutClients.includes(word)) return after(word).some((who) => may(who, word));
		if (isVerb(word)) return allow.some(({verb}) => verb === word.toLowerCase());
		return (hasProgram(word) && may(word, 'step')) || after(word).some((verb) => may(word, verb));
	}
	if (rest.length > 0) return true;
	if (!isVerb(first)) return first === 'expect' || first === 'claim' || may(first, word);
	return !aboutClients.includes(first.toLowerCase()) || may(word, first);
}

function isVerb(word: string): boolean {
	return allowable.some((each) => each === word.toLowerCase());
}

/** Verbs before the client whose they are. */
const aboutClients: readonly string[] = ['step', 'run', 'deliver'];

function completeCommand(text: string, cursor: number): Completion {
	const typed = text.slice(1, cursor).toLowerCase();
	const known = commands.map(({name}) => name).filter((name) => name.startsWith(typed));
	return {from: 1, candidates: known};
}

function commandAhead(text: string): string {
	const typed = text.slice(1).toLowerCase();
	return typed === '' ? '' : (commands.find(({name}) => name.startsWith(typed))?.name.slice(typed.length) ?? '');
}
