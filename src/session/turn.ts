import type {Message} from './message.js';
import type {Did, Effect, Moment, Place, Session, Tree, Turn} from './session.js';
import {growHere} from './tree.js';

/** The session with more to say, and effects. */
export function say(session: Session, messages: readonly Message[], effects: readonly Effect[] = []): Turn {
	return {session: {...session, said: [...session.said, ...messages]}, effects};
}

/** The session with one sentence to say. */
export function tell(session: Session, text: string, effects: readonly Effect[] = []): Turn {
	return say(session, [{kind: 'told', text}], effects);
}

/** One turn after another; effects add up. */
export function andThen(turn: Turn, next: (session: Session) => Turn): Turn {
	const {session, effects} = next(turn.session);
	return {session, effects: [...turn.effects, ...effects]};
}

/** The session with a changed place. */
export function at(session: Session, place: Place): Session {
	return {...session, place};
}

/** The session with a changed tree. */
export function withTree(session: Session, tree: Tree): Session {
	return at(session, {...session.place, tree});
}

/** The session with a new moment at the present step and beat, unless told otherwise. */
export function add(session: Session, did: Did, change: Partial<Omit<Moment, 'id' | 'parent' | 'did'>> = {}): Session {
	return withTree(session, growHere(session.place.tree, did, change));
}
