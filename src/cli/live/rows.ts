import {visible} from '../../language/visible.js';
import type {Row} from '../../live/story/compare.js';

/** Both runs side by side as text: simulated time, real time, what happened; `!` where only one side has it. */
export function rowLines(rows: readonly Row[]): string {
	const head = `  ${'simulated'.padStart(12)} ${'real'.padStart(10)}`;
	const lines = rows.map(({says, simulated, real}) => {
		const mark = simulated === null || real === null ? '!' : ' ';
		return `${mark} ${timeText(simulated).padStart(12)} ${timeText(real).padStart(10)}  ${visible(says)}`;
	});
	return [head, ...lines].join('\n');
}

function timeText(at: number | null): string {
	return at === null ? '-' : `${Math.round(at)} ms`;
}
