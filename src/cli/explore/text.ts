import {visible} from '../../language/visible.js';
import {claimReason, storyLine} from '../../narrate/explorer.js';
import type {World} from '../../sim/world.js';
import {playedStory} from '../../view/diagram/story.js';
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
	const {history, spec} = playedStory(finding.script, world);
	return `${await drawn(history, spec, io.columns, io.look.ascii)}\n`;
}
