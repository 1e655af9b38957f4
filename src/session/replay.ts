import {verdictSentence} from '../share/signature.js';
import type {Opened} from './file.js';
import {sessionAt} from './open.js';
import type {Turn} from './session.js';
import {goTo, past} from './tree.js';
import {tell} from './turn.js';

/** The session at the beginning of a run that was opened, with all of it still to come. */
export function openReplay({tree, verdict}: Extract<Opened, {readonly ok: true}>): Turn {
	const [first, ...later] = past(tree);
	const steps = later.length === 1 ? 'one step' : `${later.length} steps`;
	const session = sessionAt({kind: 'sandbox', tree: goTo(tree, first?.id ?? 0)});
	return tell(
		session,
		`This run has ${steps}. ${verdictSentence(verdict)} Enter takes the next step, /undo steps back; type anything else to leave its path.`,
	);
}
