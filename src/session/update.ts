import type {Effect, Input, Session} from './session.js';

/** The session after an input, and what the shell is to do. Pure; never throws on any input. */
export declare function update(session: Session, input: Input): {readonly session: Session; readonly effects: readonly Effect[]};
