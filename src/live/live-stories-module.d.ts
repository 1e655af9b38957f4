declare module 'fence-tutor:live-stories' {
	/** Scripts that run live, of lessons and for clients that are other people's code. `lock`: its kind. Order: of those of one name the one to be preferred first. */
	export const liveStories: readonly {
		readonly of: 'lesson' | 'client';
		readonly name: string;
		readonly lock: import('./story/cast.js').LiveLock;
		readonly text: string;
	}[];
}
