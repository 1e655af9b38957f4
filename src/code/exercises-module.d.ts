declare module 'fence-tutor:exercises' {
	/** The project's own exercises, compiled to plain data when the program is built. Order: by number. */
	export const exercises: readonly import('./exercise.js').Exercise[];
}
