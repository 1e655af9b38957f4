import type {Code} from './code.js';

/** A move: when it is open and what it does, with a remark of what it is. */
export type Move = {readonly about: string; readonly when: string; readonly does: readonly Code[]};
