declare module 'fence-tutor:designs' {
	/** The designs of the catalogue. Order: as their files. */
	export const designs: readonly import('./catalogue.js').ProvedDesign[];
}
