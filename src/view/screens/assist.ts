import {commands} from '../../language/command.js';
import {complete, ghost} from '../../language/complete.js';
import type {Names} from '../../language/names.js';
import {namesOf} from '../../language/names.js';
import {allowable} from '../../lesson/allow.js';
import type {Allowed} from '../../lesson/lesson.js';
import {beatOf, isOver, remaining, taskOf} from '../../session/beat.js';
import type {Session} from '../../session/session.js';
import {present} from '../../session/tree.js';
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
			return {
				from,
				candidates: candidates.flatMap((candidate) =>
					candidate.refused === null && mayStand(candidate.text, before, allow, names) ? [candidate.text] : [],
				),
			};
		},
		ahead: (text) => (text.startsWith('/') ? commandAhead(text) : ghost(text, history, names, world)),
	};
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

/** Whether a task lets a word stand after what is before it in its statement. What comes after the verb is a matter for the language. */
function mayStand(word: string, before: string, allow: readonly Allowed[] | null, {clients}: Names): boolean {
	if (allow === null) return true;
	const [actor, ...rest] = before.trim().split(/\s+/);
	const isVerb = allowable.some((each) => each === word.toLowerCase());
	const isClient = (name: string | undefined) => clients.some((each) => each.toLowerCase() === name?.toLowerCase());
	if (actor === undefined || actor === '')
		return isClient(word)
			? allow.some((each) => each.actor === null || each.actor === word || each.verb === 'step')
			: !isVerb || allow.some(({verb}) => verb === word.toLowerCase());
	if (rest.length > 0 || !isClient(actor) || !isVerb) return true;
	return allow.some(
		(each) =>
			(each.verb === null || each.verb === word.toLowerCase()) &&
			(each.actor === null || each.actor.toLowerCase() === actor.toLowerCase()),
	);
}

function completeCommand(text: string, cursor: number): Completion {
	const typed = text.slice(1, cursor).toLowerCase();
	const known = commands.map(({name}) => name).filter((name) => name.startsWith(typed));
	return {from: 1, candidates: known};
}

function commandAhead(text: string): string {
	const typed = text.slice(1).toLowerCase();
	return typed === '' ? '' : (commands.find(({name}) => name.startsWith(typed))?.name.slice(typed.length) ?? '');
}
