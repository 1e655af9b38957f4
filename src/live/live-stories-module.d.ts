declare module 'fence-tutor:live-stories' {
	/** Scripts of lessons that run live. `lock`: its kind. Order: of those of one lesson the one to be preferred first. */
	export const liveStories: readonly {
		readonly lesson: string;
		readonly lock: import('./story/cast.js').LiveLock;
		readonly text: string;
	}[];
}
