import {sha256} from '@noble/hashes/sha2.js';
import {clientLine, stateLines} from '../../narrate/state.js';
import {present} from '../../session/tree.js';
import {verdictSentence} from '../../share/signature.js';
import type {World} from '../../sim/world.js';
import type {Draft} from '../diagram/draft.js';
import {legendList} from '../diagram/legend.js';
import {type Plan, planLadder} from '../diagram/plan.js';
import {told} from '../diagram/sentence.js';
import type {Row, Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import type {Exportable, Sheet} from './export.js';
import {pageLook} from './page-look.js';
import {pageScript} from './page-script.js';
import {drawnPlan, toldOf, typedIn} from './picture.js';
import {pieces} from './styled-svg.js';
import {cell, escaped} from './svg.js';

/** A row of the ladder with what stands below it, as one step of the page. `world`: as it is after it. */
type Step = {readonly sentences: readonly string[]; readonly world: World; readonly violated: boolean};

/**
 * The run as one page for a browser: the ladder to be walked by keys and buttons, what each believes and what is true beside it, and every row as a sentence.
 * It loads nothing, runs under a strict policy and says all of it without its script too. The same run gives the same bytes.
 * Source: HTML Living Standard; Content Security Policy Level 3, hashes of inline elements.
 */
export function page(run: Exportable, sheet: Sheet): string {
	const {tree, verdict, code} = run;
	const {spec} = present(tree).world;
	const plan = planLadder(toldOf(tree), spec);
	const steps = stepsOf(plan);
	const end = steps.at(-1)?.world;
	const title = 'A run of fence-tutor';
	const policy = `default-src 'none'; script-src '${hashOf(pageScript)}'; style-src '${hashOf(pageLook)}'; base-uri 'none'; form-action 'none'`;
	const claimed = verdict === 'unsigned' ? '' : `<p>${escaped(verdictSentence(verdict))}</p>\n`;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${pageLook}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>${escaped(comesTo(steps))}</p>
${claimed}</header>
<main>
${end === undefined ? '<p>Nothing has happened that could be drawn.</p>' : walkOf(plan, steps, end, sheet)}
<details>
<summary>What the marks mean</summary>
<ul class="marks">${legendList()
		.map(({mark, means}) => `<li><b>${escaped(mark)}</b> ${escaped(means)}</li>`)
		.join('')}</ul>
</details>
<details>
<summary>What was typed</summary>
<pre tabindex="0">${escaped(typedIn(tree))}</pre>
</details>
${code === null ? '' : `<p>To step through it in a terminal:</p>\n<pre tabindex="0">npx fence-tutor replay ${escaped(code)}</pre>\n`}</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

function walkOf(plan: Plan, steps: readonly Step[], end: World, sheet: Sheet): string {
	return `<nav id="keys" aria-label="Steps" hidden>
<button type="button" id="first">First</button>
<button type="button" id="back">Back</button>
<button type="button" id="next">Next</button>
<button type="button" id="last">Last</button>
<span id="at"></span>
<small>Keys: ← → Home End</small>
</nav>
<p id="said" role="status"></p>
<div class="beside">
<div class="ladder" role="region" aria-label="The diagram" tabindex="0">
${ladder(plan, sheet)}</div>
<div class="world">
<h2>What each believes</h2>
<ul id="belief">${listed(beliefs(end))}</ul>
<h2>What is true</h2>
<ul id="truth">${listed(truths(end))}</ul>
</div>
</div>
<h2>Row by row</h2>
<ol id="rows">
${steps.map(({sentences, violated}, index) => `<li${violated ? ' class="violated"' : ''}><a href="#row-${index + 1}">${escaped(sentences.join(' '))}</a></li>`).join('\n')}
</ol>
<script type="application/json" id="worlds">${dataOf(steps)}</script>`;
}

/** Rows that belong to the numbered one above are part of its step; so is what stands above the first number. */
function stepsOf({drafts}: Plan): readonly Step[] {
	const groups: Draft[][] = [];
	for (const draft of drafts) {
		const last = groups.at(-1);
		if (last === undefined || (draft.number !== null && draft.number > 1)) groups.push([draft]);
		else last.push(draft);
	}
	return groups.flatMap((group) => {
		const last = group.findLast(({gap}) => !gap);
		return last === undefined
			? []
			: [
					{
						sentences: group.flatMap((draft) => told(draft) ?? []),
						world: last.world,
						violated: group.some(({violations}) => violations.length > 0),
					},
				];
	});
}

function comesTo(steps: readonly Step[]): string {
	const violated = steps.flatMap((step, index) => (step.violated ? [index + 1] : []));
	const [first] = violated;
	if (first === undefined) return 'No property of the world is violated.';
	return violated.length === 1
		? `In row ${first} a property of the world is violated.`
		: `In ${violated.length} rows a property of the world is violated, first in row ${first}.`;
}

function beliefs(world: World): readonly string[] {
	return world.spec.clients.map(({name}) => visible(clientLine(world, name)));
}

/** All of the state but what clients believe. Order: the time first. */
function truths(world: World): readonly string[] {
	const [time, ...rest] = stateLines(world).map(visible);
	return [time ?? '', ...rest.slice(world.spec.clients.length)];
}

function listed(lines: readonly string[]): string {
	return lines.map((line) => `<li>${escaped(line)}</li>`).join('');
}

/** Every line once, and for each step the lines of its two lists. Nothing in it can end the element that holds it. */
function dataOf(steps: readonly Step[]): string {
	const lines = new Map<string, number>();
	const numbered = (line: string) => {
		const known = lines.get(line);
		if (known !== undefined) return known;
		lines.set(line, lines.size);
		return lines.size - 1;
	};
	const worlds = steps.map(({world}) => [beliefs(world).map(numbered), truths(world).map(numbered)]);
	return JSON.stringify({lines: [...lines.keys()], worlds}).replaceAll('<', '\\u003c');
}

/** The rows of the ladder, each in a group that knows its step. */
function ladder(plan: Plan, sheet: Sheet): string {
	const {header, rows, legend} = drawnPlan(plan, sheet);
	const lines = header.length + rows.length + 2;
	const [across, down] = [tenth(sheet.columns * cell.width), lines * cell.height];
	let step = 0;
	const drawn = rows.map(({spans, number}, index) => {
		if (number !== null) step = number - 1;
		return group(
			header.length + index,
			` data-step="${step}"`,
			`<rect y="${-cell.baseline}" width="100%" height="${cell.height}"/>`,
			spans,
		);
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${across} ${down}" width="${across}" height="${down}" role="img" aria-label="The run as a space-time diagram; the same row by row below">
${header.map((spans, index) => group(index, '', '', spans)).join('')}${drawn.join('')}${group(lines - 1, '', '', legend)}</svg>
`;
}

/** One line of the picture: its texts stand on its base line. The width of one sign is that of the type, and need not be said. */
function group(line: number, attributes: string, before: string, spans: Row): string {
	const texts = pieces(spans).map(({column, text, width, style}) => {
		const length = width === 1 ? '' : ` textLength="${tenth(width * cell.width)}"`;
		return `<text x="${tenth(column * cell.width)}"${length}${classOf(style)}>${escaped(text)}</text>`;
	});
	return `<g${attributes} transform="translate(0 ${line * cell.height + cell.baseline})">${before}${texts.join('')}</g>\n`;
}

function classOf(style: Style): string {
	return style === 'plain' ? '' : ` class="${style}"`;
}

function tenth(length: number): number {
	return Math.round(length * 10) / 10;
}

/** What a policy calls an inline element whose text is exactly this. */
function hashOf(text: string): string {
	return `sha256-${btoa(String.fromCharCode(...sha256(new TextEncoder().encode(text))))}`;
}
