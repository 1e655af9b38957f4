import type {ScriptLine} from '../../explore/story-script.js';
import {printOperation} from '../../language/print-operation.js';
import {play} from '../../sim/play.js';
import type {Spec, World} from '../../sim/world.js';
import type {Still, Told} from './plan.js';

/** A story that the explorer found, played from its world: what is drawn of it, with who stands still, and the world's spec after it. */
export function playedStory(
	script: readonly ScriptLine[],
	world: World,
): {readonly history: readonly Told[]; readonly spec: Spec} {
	const played = play(
		script.map(({statement}) => statement),
		world,
	);
	let still: readonly Still[] = [];
	const history = played.done.map(({statement, moments}, index): Told => {
		const actor = 'client' in statement && statement.kind !== 'deliver-from' ? statement.client : null;
		const newly = (script[index]?.idle ?? [])
			.filter(({client}) => still.every((each) => each.client !== client))
			.map(({client, next}) => ({client, before: printOperation(next)}));
		still = [...still.filter(({client}) => client !== actor), ...newly];
		return {moments, still};
	});
	return {history, spec: played.world.spec};
}
