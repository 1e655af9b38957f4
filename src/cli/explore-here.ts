import {type Finding, startExploration} from '../explore/explore.js';
import type {Reached} from '../explore/reach/reach.js';
import type {Explored, Request} from '../session/session.js';
import type {Fact} from '../sim/fact.js';
import {findWay} from './find-way.js';

/** How an exploration is watched: it tells how many states it has looked at, and asks whether it is to stop. */
export type Watch = {readonly onStates: (states: number) => void; readonly isStopped: () => boolean};

/** What the explorer finds out about a question of a session, in sentences and as a script. `ticked`: the goals of the task that are reached already, where that is known. Keys and frames come in between. */
export async function exploreHere({world, question}: Request, watch: Watch = unwatched, ticked?: readonly boolean[]): Promise<Explored> {
	if (question.kind === 'goal') return way(await findWay({world, task: question.task, ticked: ticked ?? question.task.goals.map(() => false)}, watch, longest));
	const fact = question.kind === 'reach' ? question.fact : null;
	if (fact === null) return {sentences: ['Say what to look for: /explore stale-write, or any other fact. /help facts lists them.'], script: null};
	if (world.spec.clients.every(({program}) => program === null)) return {sentences: [noPrograms], script: null};
	const finding = await search(world, fact, watch);
	return {sentences: [sentence(finding)], script: finding.kind === 'found' ? finding.script.map(({statement}) => statement) : null};
}

/** Whether the goals of a task can be reached with what it allows; the way itself is for the learner to find. */
function way({kind, states}: Reached): Explored {
	const searched = `${states.toLocaleString('en')} ${states === 1 ? 'state' : 'states'}`;
	switch (kind) {
		case 'found':
			return {sentences: [`Yes: the goals can be reached from here. ${searched} were searched. /hint helps, and /show plays a way.`], script: null};
		case 'none':
			return {sentences: [`No: no way leads from here to the goals. All ${searched} were searched. /undo takes the last line back.`], script: null};
		case 'gave-up':
			return {sentences: [`No way to the goals was found in ${searched}; there the search stopped, so there may still be one.`], script: null};
	}
}

async function search(world: Request['world'], fact: Fact, {onStates, isStopped}: Watch): Promise<Finding> {
	const exploration = startExploration(world, fact, {maxStates: 300_000, maxBytes: 256 * 1024 * 1024});
	const begun = performance.now();
	for (;;) {
		const pause = performance.now() + slice;
		while (performance.now() < pause) {
			const finding = exploration.advance(100);
			if (finding !== null) return finding;
		}
		if (isStopped() || performance.now() - begun > longest) return exploration.giveUp();
		onStates(exploration.progress().states);
		await new Promise<void>((resume) => setImmediate(resume));
	}
}

function sentence({kind, states, moves}: Finding): string {
	const searched = `${states.toLocaleString('en')} ${states === 1 ? 'state' : 'states'}`;
	switch (kind) {
		case 'found':
			return moves === 0
				? 'It is true already.'
				: `Yes: the shortest schedule that makes it true has ${moves} ${moves === 1 ? 'move' : 'moves'}. ${searched} were searched.`;
		case 'none':
			return `No: none of the schedules from here makes it true. All ${searched} were searched.`;
		case 'gave-up':
			return `Not found in ${searched}; there the search stopped, so it may still be possible.`;
	}
}

const unwatched: Watch = {onStates: () => {}, isStopped: () => false};

/** Units: real ms. A key waits no longer than a slice. */
const slice = 10;
const longest = 30_000;

const noPrograms =
	'The explorer runs programs, and no client here has one. Give them some first: A runs acquire account; read account; write account balance-=10; release account';
