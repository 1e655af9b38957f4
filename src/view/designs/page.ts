import {sha256} from '@noble/hashes/sha2.js';
import {cellAt, isOwn, type KeptCell, type ProvedDesign, type Row} from '../../design/catalogue.js';
import {faultRows, type PromiseKind, promises} from '../../design/rows.js';
import {
	calmSentence,
	cellSentence,
	cellText,
	faultWords,
	howJudged,
	mendSentences,
	notModelled,
	promiseWords,
	rowLabel,
} from '../../narrate/design.js';
import {pageLook} from '../export/page-look.js';
import {escaped} from '../export/svg.js';
import {rowText} from '../text/row.js';
import {visible, visibleLines} from '../text/visible.js';
import {storyRows} from './story.js';

/**
 * Designs with their verdicts and stories as one page for a browser: a table each, and below it every story once. It loads nothing and runs nothing.
 * `all`: the catalogue, for what would mend a broken cell. Of one design alone the stories are drawn. The same designs give the same bytes.
 * Source: HTML Living Standard; Content Security Policy Level 3, hashes of inline elements.
 */
export function designsPage(some: readonly ProvedDesign[], all: readonly ProvedDesign[]): string {
	const [first] = some;
	const title =
		some.length === 1 && first !== undefined
			? `fence-tutor: ${visible(first.name)}`
			: 'What is proved of the designs people use';
	const style = pageLook + look;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
${howJudged.map((sentence) => `<p>${coded(sentence)}</p>`).join('\n')}
</header>
<main>
<h2>The promises</h2>
<dl>${promises.map((promise) => `<dt>${promiseWords[promise].label}</dt><dd>${coded(promiseWords[promise].meaning)}</dd>`).join('')}</dl>
<h2>The faults</h2>
<dl>${faultRows.map(({fault}) => `<dt>${faultWords[fault].label}</dt><dd>${coded(faultWords[fault].meaning)}</dd>`).join('')}</dl>
${some.length === 1 ? '' : contents(some)}${some.map((design) => section(design, all, some.length === 1)).join('')}</main>
</body>
</html>
`;
}

/** Beside what every page of ours looks like. */
const look = `
table{border-collapse:collapse}th,td{border:1px solid var(--line);padding:.15rem .5rem;text-align:left;font-weight:400}thead th{font-weight:700}
.proved{color:var(--green)}.broken,.broken a{color:var(--red)}.wide{overflow:auto}dt{font-weight:700}dd{margin:0 0 .25rem 1rem}
section{border-top:1px solid var(--line);margin-top:2rem}
`;

function contents(designs: readonly ProvedDesign[]): string {
	return `<h2>What is not modelled</h2>
<ul>${notModelled.map((sentence) => `<li>${coded(sentence)}</li>`).join('')}</ul>
<h2>The designs</h2>
<ul>${designs.map(({name, title}) => `<li><a href="#design-${escaped(name)}">${escaped(name)}</a>: ${escaped(title)}</li>`).join('')}</ul>
`;
}

function section(design: ProvedDesign, all: readonly ProvedDesign[], isDrawn: boolean): string {
	const {title, source, leftOut, script} = design;
	const id = idOf(design);
	const stories = storiesOf(design);
	const calm = promises.map((promise) => cellAt(design, 'none', promise));
	return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(visible(design.name))}</h2>
${isOwn(design) ? '' : `<p>${escaped(title)}. Source: ${escaped(source)}.</p>\n`}${leftOut.map((sentence) => `<p>Left out: ${escaped(sentence)}</p>\n`).join('')}<pre tabindex="0">${escaped(visibleLines(script))}</pre>
<div class="wide" tabindex="0" role="region" aria-label="Verdicts on ${escaped(visible(design.name))}">
<table>
<thead><tr><td></td>${promises.map((promise) => `<th scope="col">${promiseWords[promise].label}</th>`).join('')}</tr></thead>
<tbody>
${faultRows.map(({fault}) => `<tr><th scope="row">${faultWords[fault].label}</th>${promises.map((promise) => tableCell(design, fault, promise, stories)).join('')}</tr>`).join('\n')}
</tbody>
</table>
</div>
<p>${escaped(calmSentence(calm))}</p>
${stories.length === 0 ? '' : `<details>\n<summary>The stories</summary>\n<ol>\n${stories.map((story, index) => storyItem(design, story, `${id}-${index + 1}`, all, isDrawn)).join('\n')}\n</ol>\n</details>\n`}</section>
`;
}

type Story = {
	readonly script: string;
	readonly cells: readonly {readonly fault: Row; readonly promise: PromiseKind; readonly cell: KeptCell}[];
};

/** Every story of a design once, with the cells that it breaks. Order: as the cells come. */
function storiesOf(design: ProvedDesign): readonly Story[] {
	const stories = new Map<string, Story>();
	for (const {fault} of faultRows)
		for (const promise of promises) {
			const cell = cellAt(design, fault, promise);
			if (cell.verdict !== 'broken') continue;
			const known = stories.get(cell.script);
			stories.set(cell.script, {script: cell.script, cells: [...(known?.cells ?? []), {fault, promise, cell}]});
		}
	return [...stories.values()];
}

function tableCell(design: ProvedDesign, fault: Row, promise: PromiseKind, stories: readonly Story[]): string {
	const cell = cellAt(design, fault, promise);
	const text = cellText(cell, true, isOwn(design));
	if (cell.verdict !== 'broken') return `<td${cell.verdict === 'proved' ? ' class="proved"' : ''}>${text}</td>`;
	const number = stories.findIndex(({script}) => script === cell.script) + 1;
	return `<td class="broken"><a href="#${idOf(design)}-${number}">${text}</a></td>`;
}

function storyItem(
	design: ProvedDesign,
	{script, cells}: Story,
	id: string,
	all: readonly ProvedDesign[],
	isDrawn: boolean,
): string {
	const [first] = cells;
	if (first === undefined) return '';
	const {fault, promise, cell} = first;
	const broken = cells.map((each) => `${rowLabel(each.fault)}: ${promiseWords[each.promise].label}`).join('; ');
	const drawn = isDrawn
		? storyRows(design, fault, promise, all, {columns: 80, ascii: false})
				.map((row) => rowText(row))
				.join('\n')
		: script.replaceAll('; ', '\n');
	return `<li id="${id}"><p>${escaped(broken)}. ${escaped(cellSentence(cell, fault, isOwn(design)))}</p>
<pre tabindex="0">${escaped(visibleLines(drawn))}</pre>
<p>${coded(mendSentences(design, fault, promise, all).join(' '))}</p></li>`;
}

/** A name of one's own may hold anything, an id of a page may not. */
function idOf({name}: ProvedDesign): string {
	return `design-${name.replace(/[^A-Za-z0-9-]/g, '-')}`;
}

/** A sentence whose backticks mark code. */
function coded(sentence: string): string {
	return escaped(sentence).replace(/`([^`]*)`/g, '<code>$1</code>');
}

function hashOf(text: string): string {
	return `sha256-${btoa(String.fromCharCode(...sha256(new TextEncoder().encode(text))))}`;
}
