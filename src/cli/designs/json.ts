import {cellAt, type ProvedDesign, type Row, worldOfDesign} from '../../design/catalogue.js';
import {propertyOf} from '../../design/judge.js';
import {promises} from '../../design/rows.js';
import {jsonLine} from '../json-line.js';

/** A design without its cells, as one line of JSON. `world`: its script, a line each. */
export function designLines({name, title, source, leftOut, script}: Omit<ProvedDesign, 'table'>): string {
	return jsonLine({
		type: 'design',
		name,
		title,
		source: source === '' ? null : source,
		leftOut,
		world: script.split('\n'),
	});
}

/**
 * The cells of one kind of fault, a line of JSON each. `property`: what breaks the promise, null for goes-on; `faults`: what was spent;
 * `script`: the shortest schedule, which replays after the world. What a verdict has not is null, or empty.
 */
export function cellLines(design: ProvedDesign, fault: Row): string {
	const world = worldOfDesign(design);
	return promises
		.map((promise) => {
			const cell = cellAt(design, fault, promise);
			const isBroken = cell.verdict === 'broken';
			return jsonLine({
				type: 'cell',
				design: design.name,
				fault,
				promise,
				property: promise === 'goes-on' ? null : propertyOf(world, promise),
				verdict: cell.verdict,
				moves: isBroken ? cell.moves : null,
				states: cell.verdict === 'does-not-apply' ? null : cell.states,
				faults: isBroken ? cell.faults : {},
				script: isBroken ? cell.script.split(/; |\n/) : [],
				because: cell.verdict === 'does-not-apply' ? cell.because : null,
			});
		})
		.join('');
}
