import {cellAt, isOwn, type ProvedDesign} from '../../design/catalogue.js';
import {faultRows, promises} from '../../design/rows.js';
import {calmSentence, cellText, faultWords, howJudged, notModelled, promiseWords} from '../../narrate/design.js';
import {visible, visibleLines} from '../text/visible.js';

/** Designs with their verdicts as a page in Markdown. */
export function designsMarkdown(designs: readonly ProvedDesign[]): string {
	const whole = designs.length === 1 ? [] : [...opening(designs), ...notModelledPart()];
	return `${[...whole, ...designs.flatMap(section)].join('\n')}\n`;
}

function opening(designs: readonly ProvedDesign[]): readonly string[] {
	return [
		'# What is proved of the designs people use',
		'',
		'Each design of a lock is a world of a few lines. `fence-tutor designs` shows this page in a terminal, `fence-tutor designs NAME` a design with its stories, and `fence-tutor designs FILE` makes the same table for a world of your own.',
		'',
		...howJudged.map((sentence) => `- ${sentence}`),
		'',
		'The promises:',
		'',
		...promises.map((promise) => `- **${promiseWords[promise].label}**: ${promiseWords[promise].meaning}`),
		'',
		'The faults, each with its letter:',
		'',
		...faultRows.map(
			({fault}) => `- **${faultWords[fault].letter}** ${faultWords[fault].label}: ${faultWords[fault].meaning}`,
		),
		'',
		'A letter in the table stands for a fault that breaks the promise. `?`: not searched, since it was too big. `-`: does not apply.',
		'',
		`| design | ${promises.map((promise) => promiseWords[promise].label).join(' | ')} |`,
		`|---|${promises.map(() => '---').join('|')}|`,
		...designs.map(
			(design) =>
				`| [${design.name}](#${design.name}) | ${promises.map((promise) => lettersOf(design, promise)).join(' | ')} |`,
		),
		'',
	];
}

function lettersOf(design: ProvedDesign, promise: (typeof promises)[number]): string {
	const signs = faultRows.map(({fault}) => {
		const {verdict} = cellAt(design, fault, promise);
		return {
			broken: faultWords[fault].letter,
			proved: '',
			unknown: `${faultWords[fault].letter}?`,
			'does-not-apply': '',
		}[verdict];
	});
	const cells = faultRows.map(({fault}) => cellAt(design, fault, promise));
	if (cells.every(({verdict}) => verdict === 'does-not-apply')) return '-';
	const said = signs.filter((sign) => sign !== '');
	return said.length === 0 ? 'proved' : said.join(' ');
}

function notModelledPart(): readonly string[] {
	return ['## What is not modelled', '', ...notModelled.map((sentence) => `- ${sentence}`), ''];
}

function section(design: ProvedDesign): readonly string[] {
	const {name, title, source, leftOut, script} = design;
	const calm = promises.map((promise) => cellAt(design, 'none', promise));
	return [
		`## ${plain(name)}`,
		'',
		isOwn(design) ? '' : `${plain(title)}. Source: ${plain(source)}.`,
		...leftOut.flatMap((sentence) => ['', `Left out: ${plain(sentence)}`]),
		'',
		'```',
		visibleLines(script),
		'```',
		'',
		`| | ${promises.map((promise) => promiseWords[promise].label).join(' | ')} |`,
		`|---|${promises.map(() => '---').join('|')}|`,
		...faultRows.map(
			({fault}) =>
				`| ${faultWords[fault].label} | ${promises.map((promise) => cellText(cellAt(design, fault, promise), true, isOwn(design))).join(' | ')} |`,
		),
		'',
		calmSentence(calm),
		'',
	];
}

/** Nothing in somebody's own words may be taken for a mark of Markdown. */
function plain(text: string): string {
	return visible(text).replace(/[\\`*_[\]<>#|~&!]/g, (mark) => `\\${mark}`);
}
