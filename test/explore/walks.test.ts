import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {find} from '../../src/explore/engine/state-set.js';
import {worldModel} from '../../src/explore/world-model.js';
import {finish} from './finish.js';
import {scripted} from './scripted.js';
import {nextStop, type Stop} from './walk.js';
import {everything, worlds} from './worlds.js';

// With latency a schedule has moves that no single statement of a walk makes. Messages that have waited at a service keep their numbers in a search,
// and a walk that is past that does not know that the numbers have mattered.
const left = [
	'messages that take time',
	'a Redis that stands still for a while, and serves what was sent meanwhile',
	'a line of etcd clients whose service stands still',
];
const walkable = Object.keys(worlds).filter((name) => !left.includes(name));

describe.each(walkable)('%s', (name) => {
	test('four hundred random walks by statements stay inside the explored states', () => {
		const {world} = scripted(worlds[name] ?? '');
		const {model} = worldModel(world, everything);
		const search = finish(model, {symmetric: true});
		const isExplored = (stop: Stop) => {
			const {spec} = stop.world;
			const now = worldModel({...stop.world, spec: {...spec, faults: stop.left}}, everything).model;
			search.moves.propose(search.set, {...now.shared, left: stop.left}, now.locals);
			return find(search.set) >= 0;
		};
		fc.assert(
			fc.property(fc.array(fc.nat(), {minLength: 1, maxLength: 20}), (turns) => {
				let stop: Stop = {world, left: world.spec.faults};
				for (const turn of turns) {
					stop = nextStop(stop, turn, model.clock?.kind === 'whole');
					expect(isExplored(stop)).toBe(true);
				}
			}),
			{numRuns: 400, seed: 1},
		);
	});
});
