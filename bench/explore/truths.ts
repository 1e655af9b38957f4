import {type Claim, verdictOf} from '../../src/explore/claim.js';
import {explore} from '../../src/explore/explore.js';
import {print} from '../../src/language/print.js';
import {printFact} from '../../src/language/print-fact.js';
import {truths} from '../../test/explore/known-truths.js';
import type {Scripted} from '../../test/explore/scripted.js';

/** Prints the table of known truths, proved anew: each answer with the states it took and, where something is possible, its fewest moves. Typed: `--stories` prints each story too. */
const withStories = process.argv.includes('--stories');

const rows = new Map<string, Map<string, string>>();
const stories: string[] = [];
for (const [file, scripted] of truths()) {
	const row = file.replace(/(-believers)?\.fence$/, '');
	for (const claim of scripted.claims) {
		const {cell, story} = answer(scripted, claim);
		const property = printFact(claim.fact);
		rows.set(row, (rows.get(row) ?? new Map<string, string>()).set(property, cell));
		if (story !== '') stories.push(`${row}: ${property}\n${story}`);
	}
}

const columns = ['lost-update', 'stale-write', 'locked-out', 'late-write', 'two-believers'];
const widths = columns.map((column) =>
	Math.max(column.length, ...[...rows.values()].map((row) => row.get(column)?.length ?? 0)),
);
console.log(line('store rule, clients', columns));
for (const [name, row] of [...rows].sort(byClients)) {
	console.log(
		line(
			name,
			columns.map((column) => row.get(column) ?? ''),
		),
	);
}
if (withStories) console.log(`\n${stories.join('\n\n')}`);

function answer({world}: Scripted, claim: Claim): {readonly cell: string; readonly story: string} {
	const finding = explore(world, claim.fact);
	const verdict = verdictOf(claim, finding);
	if (verdict !== 'holds') process.exitCode = 1;
	const said = finding.kind === 'found' ? `possible in ${finding.moves}` : 'never';
	const cell = `${said} (${finding.states.toLocaleString('en-US')} states)${verdict === 'holds' ? '' : ` ${verdict.toUpperCase()}`}`;
	return {cell, story: finding.script.map(({statement}) => `  ${print(statement)}`).join('\n')};
}

function line(name: string, cells: readonly string[]): string {
	return `| ${name.padEnd(22)} | ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
}

function byClients([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
	return Number(one.at(-1)) - Number(other.at(-1));
}
