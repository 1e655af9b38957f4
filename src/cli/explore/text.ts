import type {ScriptLine} from '../../explore/story-script.js';
import {print} from '../../language/print.js';
import {printOperation} from '../../language/print-operation.js';
import {visible} from '../../language/visible.js';
import {play} from '../../sim/play.js';
import type {World} from '../../sim/world.js';
import type {Still, Told} from '../../view/diagram/plan.js';
import type {Io, Look} from '../io.js';
import {drawn} from '../run/diagram.js';
import type {Answer} from './answer.js';

/** The answer for a reader: the claim, what is said of it and why, and the schedule as statements. */
export function answerText({file, line, claim, mode, verdict, finding}: Answer, {ascii}: Pick<Look, 'ascii'>): string {
	const mark = verdict === 'holds' ? (ascii ? 'ok' : '✓') : verdict === 'violated' ? (ascii ? 'FAILED' : '✗') : '?';
	const place = line === null ? visible(file) : `${visible(file)}:${line}`;
	const story = finding.script.map((each) => `    ${storyLine(each)}\n`).join('');
	return `${mark} ${place}: ${visible(claim)}\n  ${verdict}: ${reason(mode, finding)}\n${story}`;
}

/** The schedule that was found, as a diagram; nothing where none was. */
export async function drawnAnswer({finding}: Answer, world: World, io: Io): Promise<string> {
	if (finding.script.length === 0) return '';
	const played = play(
		finding.script.map(({statement}) => statement),
		world,
	);
	let still: readonly Still[] = [];
	const history = played.done.map(({statement, moments, events}, index): Told => {
		const actor = 'client' in statement && statement.kind !== 'deliver-from' ? statement.client : null;
		const newly = (finding.script[index]?.idle ?? [])
			.filter(({client}) => still.every((each) => each.client !== client))
			.map(({client, next}) => ({client, before: printOperation(next)}));
		still = [...still.filter(({client}) => client !== actor), ...newly];
		return {input: print(statement), moments, events, still};
	});
	return `${await drawn(history, played.world.spec, io.columns, io.look.ascii)}\n`;
}

/** A statement of a story; a client that could go on and does not is remarked on, since to a reader it stands still. */
export function storyLine({statement, idle}: ScriptLine): string {
	const notes = idle.map(({client, next}) => `${client} stands still before its ${visible(printOperation(next))}`);
	return notes.length === 0 ? print(statement) : `${print(statement)}   # ${notes.join('; ')}`;
}

function reason(mode: Answer['mode'], {kind, states, depth, moves}: Answer['finding']): string {
	const searched = states.toLocaleString('en-US');
	switch (kind) {
		case 'found': {
			const schedule = `a schedule of ${moves} ${moves === 1 ? 'move' : 'moves'}, and none is shorter (${searched} states searched)`;
			return mode === 'never' ? `it breaks by ${schedule}` : `it is shown by ${schedule}`;
		}
		case 'none':
			return mode === 'never'
				? `all ${searched} states searched`
				: `no schedule makes it true; all ${searched} states searched`;
		case 'gave-up':
			return `nothing in the first ${searched} states, up to ${depth} moves deep`;
	}
}
