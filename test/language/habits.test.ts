import {describe, expect, it} from 'vitest';
import {meantBy} from '../../src/language/habits.js';
import {oneCause} from '../../src/language/one-cause.js';
import {parseLine, parseScript} from '../../src/language/parse.js';

const {names} = parseScript(
	'client A\nclient B\nlock account lease ttl 10s\nstore raw unfenced\nput account balance=1\nB runs acquire account',
);

describe('The words of other programs', () => {
	it.each([
		['wake A', 'A resume'],
		['a wake', 'A resume'],
		['A wakes', 'A resume'],
		['B unlocks', 'B release account'],
		['kill B', 'B crash'],
		['kill raw', 'raw crash'],
		['kill primary', 'primary crash'],
		['primary kill', 'primary crash'],
		['crash n2', 'n2 crash'],
		['crash raw', 'raw crash'],
		['kill locks', 'locks crash'],
		['crash lock', 'locks crash'],
		['restart locks', 'locks restart'],
		['A lock', 'A acquire account'],
		['B unlock account', 'B release account'],
		['unlock', 'A release account'],
		['steal account', 'locks revoke account'],
		['B sleep 5s', 'B pause for 5s'],
		['sleep 5s', 'wait 5s'],
		['sleep 20', 'wait 20s'],
		['advance 5s', 'wait 5s'],
		['run B 2', 'step B 2'],
		['B runs acquire, read, write balance-=1, release', 'B runs acquire; read; write balance-=1; release'],
		['ratchet read', 'store raw fenced ratchet read'],
		['raw check read', 'store raw fenced check read'],
		['raw fenced', 'store raw fenced'],
		['store raw ratchet read', 'store raw fenced ratchet read'],
		['tick', 'wait 1s'],
		['tick 3s', 'wait 3s'],
		['status', '/state'],
		['next', '/next'],
		['ls', '/menu'],
		['cat raw', '/state'],
		['clear', '/reset'],
		['go', '/next'],
		['A go', 'run A'],
		['B run', 'run B'],
		['b step 2', 'step B 2'],
		['fence', '/help fence'],
		['share', '/share'],
		['quit()', '/quit'],
		[':q!', '/quit'],
		['Q', '/quit'],
		['A wait 3s', 'wait 3s'],
		['wait 5 seconds', 'wait 5s'],
		['wait for 250 ms', 'wait 250ms'],
		['wait expiry', 'wait until expiry'],
		['expire', 'wait until expiry'],
		['set balance 5', 'A write account balance=5'],
		['B put account balance-=5', 'B write account balance-=5'],
	])('%s leads to %s', (typed, line) => {
		expect(parseLine(typed, names).ok).toBe(false);
		expect(meantBy(typed, names)).toBe(line);
		if (!line.startsWith('/')) expect(parseLine(line, names).ok).toBe(true);
	});

	it('are no guess at anything else', () => {
		for (const typed of [
			'',
			'foo',
			'advance',
			'__proto__',
			'toString',
			'store raw',
			'store raw ratchet',
			'A aquire account',
			'status of B',
			'lock k kubernetes',
			'lock account kubernetes',
		])
			expect(meantBy(typed, names), typed).toBeNull();
	});
});

describe('One cause', () => {
	it('is one message, with how often it is so and where last', () => {
		const {errors} = parseScript(`clint A\n${'A acquire account\n'.repeat(1000)}`);
		const told = oneCause(errors);
		expect(told.length).toBeLessThanOrEqual(2);
		expect(told.at(-1)?.message).toMatch(/The same in \d+ more lines, up to line \d+\./);
	});

	it('is not seen in a few places, which are sooner found than counted', () => {
		const few = [1, 2, 3].map((line) => ({line, message: 'Wrong.'}));
		expect(oneCause(few)).toEqual(few);
	});
});
