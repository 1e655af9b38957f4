declare module 'fence-tutor:lessons' {
	/** The project's own lessons, compiled to plain data when the program is built. Order: by number. */
	export const lessons: readonly import('./lesson.js').Lesson[];
}
