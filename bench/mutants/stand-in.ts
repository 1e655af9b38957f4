// Stands in for vitest where tests are run again and again in one process: writes down every test, and runs none.
import {existsSync, readFileSync} from 'node:fs';
import {chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend} from '@vitest/expect';

/** A test of a file, in the order of the file. */
export type WrittenDown = {readonly name: string; readonly run: () => Promise<void>};

type Body = (...values: unknown[]) => unknown;

const written: WrittenDown[] = [];
const ends: (() => unknown)[] = [];
let around: {readonly names: readonly string[]; readonly before: (() => unknown)[]} = {names: [], before: []};

/** The tests that were written down since it was last asked. */
export function takeTests(): readonly WrittenDown[] {
	return written.splice(0);
}

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
chai.use(({Assertion}) => {
	Assertion.addMethod('toMatchFileSnapshot', function (path: string) {
		const found: unknown = this._obj;
		if (!existsSync(path) || readFileSync(path, 'utf8') !== found) throw new Error(`${path} reads otherwise`);
	});
});

export const expect = chai.expect;

function writeDown(name: string, ...rest: readonly unknown[]): void {
	const body = rest.find((each): each is Body => typeof each === 'function');
	if (body === undefined) return;
	const {names, before} = around;
	let hasBegun = false;
	written.push({
		name: [...names, name].join(' > '),
		run: async () => {
			if (!hasBegun) for (const each of before) await each();
			hasBegun = true;
			await body();
		},
	});
}

function group(name: string, ...rest: readonly unknown[]): void {
	const body = rest.find((each): each is Body => typeof each === 'function');
	const outer = around;
	around = {names: [...outer.names, name], before: [...outer.before]};
	body?.();
	around = outer;
}

/** As `test.each` takes its cases: a list of values is spread over the parameters. */
function each(register: typeof writeDown) {
	return (cases: readonly unknown[]) =>
		(name: string, ...rest: readonly unknown[]) => {
			const body = rest.find((each): each is Body => typeof each === 'function');
			for (const [index, values] of cases.entries())
				register(`${name} ${index}`, () => body?.(...(Array.isArray(values) ? values : [values])));
		};
}

const skipIf = (register: typeof writeDown) => (skips: boolean) => (skips ? () => {} : register);

export const test = Object.assign(writeDown, {each: each(writeDown), skipIf: skipIf(writeDown)});
export const it = test;
export const describe = Object.assign(group, {each: each(group), skipIf: skipIf(group)});

export function beforeAll(body: () => unknown): void {
	around.before.push(body);
}

/** What is done at the end is never done: the process ends. */
export function afterAll(body: () => unknown): void {
	ends.push(body);
}
