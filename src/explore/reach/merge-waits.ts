import type {Statement} from '../../sim/statement.js';

/** A way as it is told: waits that follow on each other are one. */
export function mergeWaits(way: readonly Statement[]): readonly Statement[] {
	const script: Statement[] = [];
	for (const statement of way) {
		const last = script.at(-1);
		if (statement.kind === 'wait' && last?.kind === 'wait')
			script[script.length - 1] = {kind: 'wait', for: last.for + statement.for};
		else script.push(statement);
	}
	return script;
}
