import {systemIsHere} from '../../live/server/is-here.js';
import type {LiveLock} from '../../live/story/cast.js';
import {UnusableInput} from '../exit-code.js';

/** The script of a lesson that runs live: the first whose servers are on this machine, or the first. Fails: with UnusableInput where the lesson has none. */
export async function lessonStory(lesson: string): Promise<{readonly file: string; readonly text: string}> {
	const {liveStories} = await import('fence-tutor:live-stories');
	const ofLessons = liveStories.filter((story) => story.of === 'lesson');
	const stories = ofLessons.filter(({name}) => name === lesson);
	const story = (await firstHere(stories)) ?? stories[0];
	if (story === undefined) {
		const ids = [...new Set(ofLessons.map(({name}) => name))].sort();
		throw new UnusableInput(`The lesson ${lesson} has no story that runs live. These have one: ${ids.join(', ')}.`);
	}
	return {file: `${lesson}.fence`, text: story.text};
}

/** The script that shows a client of other people's. Fails: where there is none. */
export async function clientStory(client: string): Promise<{readonly file: string; readonly text: string}> {
	const {liveStories} = await import('fence-tutor:live-stories');
	const story = liveStories.find(({of, name}) => of === 'client' && name === client);
	if (story === undefined) throw new Error(`expected a story for ${client}`);
	return {file: `${client}.fence`, text: story.text};
}

/** What is said after the debrief of a lesson: that its story runs live on this machine, and how. Null where it has none, or where no server for it is here. */
export async function liveOffer(lesson: string): Promise<string | null> {
	const {liveStories} = await import('fence-tutor:live-stories');
	const story = await firstHere(liveStories.filter((each) => each.of === 'lesson' && each.name === lesson));
	return story === null ? null : `Live, with ${names[story.lock]}: fence-tutor live --lesson ${lesson}`;
}

async function firstHere<Story extends {readonly lock: LiveLock}>(stories: readonly Story[]): Promise<Story | null> {
	for (const story of stories) if (await systemIsHere(story.lock)) return story;
	return null;
}

const names: Readonly<Record<LiveLock, string>> = {
	redis: 'a real Redis',
	redlock: 'five real Redis servers',
	etcd: 'a real etcd',
	zookeeper: 'a real ZooKeeper',
	postgres: 'a real PostgreSQL',
};
