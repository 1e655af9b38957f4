import {type Finding, startExploration} from '../explore/explore.js';
import type {Explored, Request} from '../session/session.js';
import type {Fact} from '../sim/fact.js';

/** How an exploration is watched: it tells how many states it has looked at, and asks whether it is to stop. */
export type Watch = {readonly onStates: (states: number) => void; readonly isStopped: () => boolean};

/** What the explorer finds out about a question of a session, in sentences and as a script. Keys and frames come in between. */
export async function exploreHere({world, question}: Request, watch: Watch = unwatched): Promise<Explored> {
	const fact = factOf(question);
	if (fact === null) return {sentences: ['Say what to look for: /explore stale-write, or any other fact. /help facts lists them.'], script: null};
	if (world.spec.clients.every(({program}) => program === null)) return {sentences: [noPrograms], script: null};
	const finding = await search(world, fact, watch);
	return {sentences: [sentence(finding)], script: finding.kind === 'found' ? finding.script.map(({statement}) => statement) : null};
}

/** A task asks whether all of its goals can be true together. */
function factOf(question: Request['question']): Fact | null {
	switch (question.kind) {
		case 'claims':
			return null;
		case 'reach':
			return question.fact;
		case 'goal':
			return question.task.goals.map(({when}) => when.fact).reduce<Fact | null>((left, right) => (left === null ? right : {kind: 'and', left, right}), null);
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
