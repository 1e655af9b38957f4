import type {LessonFile} from '../compile.js';
import type {Problem} from '../lesson.js';

/** Returns the control characters of a lesson file, and those that change the direction of what follows: nobody sees them, and a terminal may obey them. Each is told once, at its first place. */
export function unseenCharacters({name, text}: LessonFile): readonly Problem[] {
	const problems = new Map<string, Problem>();
	for (const [index, line] of textOf(text).split(/\r?\n/).entries())
		for (const {0: character, index: at} of line.matchAll(unseen)) {
			const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
			if (!problems.has(code))
				problems.set(code, {
					file: name,
					line: index + 1,
					column: [...line.slice(0, at)].length + 1,
					message: `There is a character here that nobody can see, U+${code}: ${kindOf(character)}. Take it out wherever it stands.`,
				});
		}
	return [...problems.values()];
}

function textOf(text: string | Uint8Array): string {
	return typeof text === 'string' ? text : new TextDecoder().decode(text);
}

function kindOf(character: string): string {
	return /\p{Bidi_Control}/u.test(character) ? 'it changes the direction of the text' : 'it is a control character';
}

/** Tabs and the ends of lines are none. */
const unseen = /(?!\t)\p{Cc}|\p{Bidi_Control}/gu;
