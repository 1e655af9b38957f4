import {commands} from '../../language/command.js';
import {complete, ghost} from '../../language/complete.js';
import {namesOf} from '../../language/names.js';
import {beatOf, isOver, remaining} from '../../session/beat.js';
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
			return {from, candidates: candidates.map((candidate) => candidate.text)};
		},
		ahead: (text) => (text.startsWith('/') ? commandAhead(text) : ghost(text, history, names, world)),
	};
}

/** What is left to run of an open `try` beat, which Enter runs; else the line of the hint that was just given. */
function proposedLine({place, waiting, said}: Session): string | null {
	if (waiting.length > 0) return null;
	const act = beatOf(place)?.act;
	if (place.kind === 'lesson' && act?.kind === 'try' && !isOver(place))
		return remaining(place, act.script)
			.map(({text}) => text)
			.join('; ');
	const hint = said.findLast(({kind}) => kind === 'hint');
	return hint?.kind === 'hint' ? hint.line : null;
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
