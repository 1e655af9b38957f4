import type {Goal, Model} from '../../src/explore/engine/model.js';
import type {Scene} from '../../src/explore/engine/play.js';
import {playStory} from '../../src/explore/engine/play.js';
import type {Search, SearchOptions} from '../../src/explore/engine/search.js';
import {startSearch} from '../../src/explore/engine/search.js';
import {startStory} from '../../src/explore/engine/story.js';

/** A search that has come to its end. */
export function finish<Shared, Local>(
	model: Model<Shared, Local>,
	options: Partial<SearchOptions<Shared, Local>>,
): Search<Shared, Local> {
	const search = startSearch(model, {
		goal: null,
		symmetric: false,
		room: 64,
		maxStates: 10_000_000,
		maxBytes: 2 ** 30,
		...options,
	});
	while (search.advance(1000) === 'running');
	return search;
}

/** The story of the state of the goal that a search finds. */
export function storyOf<Shared, Local>(
	model: Model<Shared, Local>,
	goal: Goal<Shared, Local>,
	symmetric: boolean,
): readonly Scene<Shared, Local>[] {
	const search = finish(model, {goal, symmetric});
	const story = startStory(search, search.found());
	while (!story.advance(10));
	return playStory(search, story.ways());
}
