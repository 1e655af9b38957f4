import type {Refusal} from './world.js';

/** A refusal: a full sentence, and the line that would help where there is one. */
export function refuse(sentence: string, line: string | null = null): Refusal {
	return {sentence: line === null ? sentence : `${sentence} Type: ${line}`, try: line};
}
