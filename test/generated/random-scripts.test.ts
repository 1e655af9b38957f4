import {beforeAll, describe, expect, it} from 'vitest';
import {properties} from '../../src/sim/event.js';
import {isSetup} from '../../src/sim/setup.js';
import type {Statement} from '../../src/sim/statement.js';
import {storeRules} from '../../src/sim/store/registry.js';
import {everyScript} from './every-script.js';
import {operationOptions, type RandomScript, serviceKinds, sortOf, sorts, textOf} from './random-scripts.js';

const count = 2000;

describe('Random scripts', () => {
	const scripts: {readonly text: string; readonly violated: ReadonlySet<string>}[] = [];
	const declared = new Map<string, number>();
	const done = new Map<string, number>();
	const options = new Map<string, number>();
	let tried = 0;
	let accepted = 0;

	beforeAll(() => {
		everyScript(count, (script) => {
			scripts.push({text: textOf(script), violated: violatedIn(script)});
			for (const {line, statement, outcome} of script.steps) {
				if (isSetup(statement)) {
					for (const kind of declaredBy(statement)) add(declared, kind);
					continue;
				}
				tried++;
				if (!outcome.ok) continue;
				accepted++;
				add(done, sortOf(statement));
				for (const option of operationOptions()) if (line.includes(` ${option}`)) add(options, option);
			}
		});
	});

	it('are accepted in at least seven statements of ten', () => {
		expect(accepted / tried).toBeGreaterThan(0.7);
		expect(accepted).toBeLessThan(tried);
	});

	it('set up every kind of lock service and every rule of a store, each in one script of forty at least', () => {
		const words = [...serviceKinds(), ...storeRules().map(({name}) => name)];
		expect(words.filter((word) => (declared.get(word) ?? 0) < count / 40)).toEqual([]);
	});

	it('hold every sort of statement that the grammar knows, and every fault', () => {
		expect(sorts().filter((sort) => !done.has(sort))).toEqual([]);
		expect(operationOptions().filter((option) => !options.has(option))).toEqual([]);
	});

	it.each(properties)('violate %s in one of a hundred at least', (property) => {
		const share = scripts.filter(({violated}) => violated.has(property)).length / count;
		expect(share).toBeGreaterThan(0.01);
	});

	it('are the same ones every time', () => {
		let at = 0;
		everyScript(30, (script) => {
			expect(textOf(script)).toBe(scripts[at++]?.text);
		});
	});
});

function violatedIn({steps}: RandomScript): ReadonlySet<string> {
	const events = steps.flatMap(({outcome}) => (outcome.ok ? outcome.events : []));
	return new Set(events.flatMap((event) => (event.kind === 'violated' ? [event.property] : [])));
}

function declaredBy(statement: Statement): readonly string[] {
	if (statement.kind === 'lock') return [statement.service.kind];
	return statement.kind === 'store' ? [statement.rule] : [];
}

function add(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}
