/** One row of the table: what was measured against what, and the goal. */
export type Row = {
	readonly what: string;
	readonly measured: string;
	/** What it is compared with, measured in the same run. */
	readonly against: string;
	readonly ratio: number;
	/** The ratio is to be at most this. */
	readonly goal: number;
	/** The ratio before it was last worked on, where it was measured. */
	readonly before?: number;
};

/** Returns the table as text. */
export function table(rows: readonly Row[]): string {
	const cells = rows.map(({what, measured, against, ratio, goal, before}) => [
		what,
		measured,
		against,
		ratio.toFixed(2),
		goal.toFixed(2),
		ratio <= goal ? 'yes' : 'no',
		before?.toFixed(2) ?? '',
	]);
	const all = [['what', 'measured', 'against', 'ratio', 'goal', 'met', 'before'], ...cells];
	const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
	const lines = all.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
	const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
	return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** Units: ms in, text out. */
export function ms(time: number): string {
	return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}
