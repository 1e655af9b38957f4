import {type Reached, startReach} from '../explore/reach/reach.js';
import type {Task} from '../lesson/lesson.js';
import {questOf} from '../lesson/quest.js';
import type {World} from '../sim/world.js';
import type {Watch} from './explore-here.js';

/** Where a learner stands in a task: the world, and which goals are ticked. */
export type Stand = {readonly task: Task; readonly ticked: readonly boolean[]; readonly world: World};

/** The shortest way from here to the goals of a task with the statements that it allows, as far as it can be found in a while. Keys and frames come in between. Units: `most` in real ms. */
export async function findWay({task, ticked, world}: Stand, {onStates, isStopped}: Watch, most: number): Promise<Reached> {
	const search = startReach(world, questOf(task, ticked), {maxStates: 50_000, maxLength: 20, isClose: true});
	const begun = performance.now();
	for (;;) {
		const pause = performance.now() + slice;
		while (performance.now() < pause) {
			const reached = search.advance(1);
			if (reached !== null) return reached;
		}
		if (isStopped() || performance.now() - begun > most) return search.giveUp();
		onStates(search.progress().states);
		await new Promise<void>((resume) => setImmediate(resume));
	}
}

/** Units: real ms. A key waits no longer than a slice. */
const slice = 4;
