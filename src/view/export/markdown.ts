import {sayDuration} from '../../language/duration.js';
import {unpointed, violationSentence} from '../../narrate/violation.js';
import type {Tree} from '../../session/session.js';
import {ahead, past, present} from '../../session/tree.js';
import type {Event} from '../../sim/event.js';
import {ladderSentences} from '../diagram/sentence.js';
import {asciiText} from '../text/ascii.js';
import {visible} from '../text/visible.js';
import type {Exportable, Sheet} from './export.js';
import {pictureRows, toldOf, typedIn} from './picture.js';
import {plainText} from './plain-text.js';

/** The run as a page: what was typed, the diagram, the same in words, what was violated, and how to step through it. */
export function markdown({tree, code}: Exportable, sheet: Sheet): string {
	const text = [
		'# A run of fence-tutor',
		'What was typed:',
		fenced('', typedIn(tree)),
		'What happened:',
		fenced('text', plainText(pictureRows(tree, sheet))),
		'In words:',
		sentences(tree).join('\n'),
		ending(tree),
		...(code === null ? [] : ['To step through it:', fenced('sh', `npx fence-tutor replay ${code}\n`)]),
	];
	const page = `${text.filter((part) => part !== '').join('\n\n')}\n`;
	return sheet.ascii ? page.split('\n').map(asciiText).join('\n') : page;
}

function sentences(tree: Tree): readonly string[] {
	return ladderSentences(toldOf(tree), present(tree).world.spec).map(
		({text}) => `- ${plain(text).replace(/^(\d+)\./, '$1\\.')}`,
	);
}

function ending(tree: Tree): string {
	const moments = [...past(tree), ...ahead(tree)];
	const violations = moments.flatMap(({events}) => events).flatMap(violationLine);
	const end = `It ends at ${sayDuration(moments.at(-1)?.world.now ?? 0)}.`;
	return violations.length === 0
		? `${end} No property is violated.`
		: `${end} It violates:\n\n${[...new Set(violations)].join('\n')}`;
}

function violationLine(event: Event): readonly string[] {
	return event.kind === 'violated'
		? [
				`- **${event.property}**${event.store === null ? '' : ` on ${plain(event.store)}`}: ${plain(violationSentence(event, unpointed))}`,
			]
		: [];
}

/** Nothing in a run's own words may be taken for a mark of Markdown. */
function plain(text: string): string {
	return visible(text).replace(/[\\`*_[\]<>#|~&!]/g, (mark) => `\\${mark}`);
}

/** A block that no line of it can end. */
function fenced(language: string, text: string): string {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const ticks = '`'.repeat(longest + 1);
	return `${ticks}${language}\n${text}${ticks}`;
}
