declare module 'fence-tutor:help' {
	/** The help of the whole program, by its width in columns. Empty while it is being made. */
	export const helpTexts: Readonly<Record<number, string>> | undefined;
}
