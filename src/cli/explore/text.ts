import {printOperation} from '../../language/print-operation.js';
import {visible} from '../../language/visible.js';
import {claimReason, storyLine} from '../../narrate/explorer.js';
import {play} from '../../sim/play.js';
import type {World} from '../../sim/world.js';
import type {Still, Told} from '../../view/diagram/plan.js';
import type {Io, Look} from '../io.js';
import type {Judged} from '../report/report.js';
import {drawn} from '../run/diagram.js';
import {verdictMark} from '../run/text.js';
import type {Answer} from './answer.js';

/** The answer for a reader: the claim, what is said of it and why, and the schedule as statements. */
export function answerText({file, line, claim, mode, verdict, finding}: Answer, look: Pick<Look, 'ascii'>): string {
	const place = line === null ? visible(file) : `${visible(file)}:${line}`;
	const story = finding.script.map((each) => `    ${storyLine(each)}\n`).join('');
	return `${verdictMark(verdict, look)} ${place}: ${visible(claim)}\n  ${verdict}: ${claimReason(mode, finding)}\n${story}`;
}

/** The answer for a build server: what is said of the claim and why, and the schedule as lines below it. */
export function judgedAnswer({file, line, claim, mode, verdict, finding}: Answer): Judged {
	const outcome = verdict === 'holds' ? 'passed' : verdict === 'violated' ? 'failed' : 'unknown';
	const story = finding.script.map((each) => `\n    ${storyLine(each)}`).join('');
	const name = `${line === null ? '' : `line ${line}: `}claim ${claim}`;
	return {
		file,
		line,
		column: line === null ? null : 1,
		name,
		outcome,
		message: `${verdict}: ${claimReason(mode, finding)}${story}`,
	};
}

/** The schedule that was found, as a diagram; nothing where none was. */
export async function drawnAnswer({finding}: Answer, world: World, io: Io): Promise<string> {
	if (finding.script.length === 0) return '';
	const played = play(
		finding.script.map(({statement}) => statement),
		world,
	);
	let still: readonly Still[] = [];
	const history = played.done.map(({statement, moments}, index): Told => {
		const actor = 'client' in statement && statement.kind !== 'deliver-from' ? statement.client : null;
		const newly = (finding.script[index]?.idle ?? [])
			.filter(({client}) => still.every((each) => each.client !== client))
			.map(({client, next}) => ({client, before: printOperation(next)}));
		still = [...still.filter(({client}) => client !== actor), ...newly];
		return {moments, still};
	});
	return `${await drawn(history, played.world.spec, io.columns, io.look.ascii)}\n`;
}
