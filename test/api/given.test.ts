import {describe, expect, expectTypeOf, it} from 'vitest';
import {draw, explore, parse, perform, type Script, ScriptError, type State} from '../../src/api/index.js';
import type {stateOf} from '../../src/cli/run/state.js';

const broken = parse(`client A
client B
lock account lease ttl 10s
store raw unfenced
put account n=0
A runs acquire account; read account; write account n+=1
B runs acquire account; read account; write account n+=1
claim never stale-write`);

/** What a program in JavaScript may hand in, whatever the types say. */
const any = (given: unknown): never => given as never;

describe('What other programs hand in', () => {
	it.each([undefined, null, 5, ['client A'], Buffer.from('client A')])('is a text for parse, and not %j', (given) => {
		expect(() => parse(any(given))).toThrow(/^parse takes the text of a script, and this is /);
	});

	it.each([undefined, null, 'client A', {}, {text: 5}])('is a script for the others, and not %j', async (given) => {
		const message = /^This function takes what parse\(text\) returns, and this is /;
		expect(() => perform(any(given))).toThrow(message);
		await expect(explore(any(given))).rejects.toThrow(message);
		await expect(draw(any(given))).rejects.toThrow(message);
	});

	it('is refused where a script that was made by hand is no text of the language', () => {
		const made: Script = {text: 'client A\nA aquire account', statements: []};
		expect(() => perform(made)).toThrow(ScriptError);
	});

	it.each([0, -1, Number.NaN, '1000', null])(
		'never makes a claim hold by a limit that is no limit: maxStates %j',
		async (maxStates) => {
			await expect(explore(broken, {maxStates: any(maxStates)})).rejects.toThrow(RangeError);
		},
	);

	it.each([0, -1, Number.NaN, '5'])('takes no seconds that limit nothing: maxSeconds %j', async (maxSeconds) => {
		await expect(explore(broken, {maxSeconds: any(maxSeconds)})).rejects.toThrow(RangeError);
	});

	it('may leave limits undefined', async () => {
		const [answer] = await explore(broken, {maxStates: undefined, maxSeconds: undefined});
		expect(answer?.verdict).toBe('violated');
	});

	it.each([0, 39, 301, 80.5, Number.NaN, '80'])('is drawn at no width but 40 to 300: %j', async (columns) => {
		await expect(draw(broken, {columns: any(columns)})).rejects.toThrow('columns is a whole number from 40 to 300');
	});
});

describe('The types of the library', () => {
	it('say of a state all that there is', () => {
		expectTypeOf<State>().toEqualTypeOf<ReturnType<typeof stateOf>>();
		const {state} = perform(
			parse('client A\nstore ledger transactional\nput row n=1\nA begin ledger\nA write row n=2'),
		);
		expect(state.clients['A']?.transactions?.['ledger']?.writes).toEqual([{resource: 'row', key: 'n', value: 2}]);
	});
});
