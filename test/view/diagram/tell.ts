import {parseScript} from '../../../src/language/parse.js';
import {refusalSentence} from '../../../src/narrate/refusal.js';
import {perform} from '../../../src/sim/perform.js';
import {emptyWorld} from '../../../src/sim/setup.js';
import type {World} from '../../../src/sim/world.js';
import type {LadderOptions} from '../../../src/view/diagram/ladder.js';
import {drawLadder} from '../../../src/view/diagram/ladder.js';
import {planLadder, type Told} from '../../../src/view/diagram/plan.js';
import {rowText} from '../../../src/view/text/row.js';

/** The history that a script makes, statement by statement, and the world after it. Fails: throws on a line that cannot be done. */
export function tell(script: string): {readonly history: readonly Told[]; readonly world: World} {
	const {statements, errors} = parseScript(script);
	if (errors.length > 0) throw new Error(errors.map(({line, message}) => `${line}: ${message}`).join('\n'));
	let world = emptyWorld;
	const history: Told[] = [];
	for (const {text, statement} of statements) {
		const outcome = perform(world, statement);
		if (!outcome.ok) throw new Error(`${text}: ${refusalSentence(outcome.refusal)}`);
		world = outcome.world;
		history.push({moments: outcome.moments});
	}
	return {history, world};
}

/** The frame of a script: header and rows as text. */
export function frame(script: string, width: number, options: Partial<LadderOptions> = {}): string {
	const {history, world} = tell(script);
	const ladder = drawLadder(planLadder(history, world.spec), {...plain, ...options, width});
	return [...ladder.header, ...ladder.rows.map(({spans}) => spans)].map(rowText).join('\n');
}

export const plain: Omit<LadderOptions, 'width'> = {
	selectedStore: null,
	cursor: null,
	ascii: false,
	dimAfterCursor: false,
};

/** The zombie: two clients, an unfenced and a fenced store. */
export const zombie = `
client A
client B
lock account lease ttl 10s
store raw unfenced
store safe fenced
put account balance=100
A acquire
wait 2s
A pause
wait until expiry
B acquire
wait 3s
B write account balance=80
wait 1s
A resume
A write account balance=90
`;
