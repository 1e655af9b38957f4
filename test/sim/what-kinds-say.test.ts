import {describe, expect, it, test} from 'vitest';
import {emptyNames} from '../../src/language/names.js';
import {parseLine} from '../../src/language/parse.js';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {looksAtTokens, tokensAreNumbers} from '../../src/sim/look.js';
import {usualValues} from '../../src/sim/option.js';
import {storeRules} from '../../src/sim/store/registry.js';
import {forever} from '../../src/sim/time.js';
import {kinds, play} from './play.js';

describe.each(lockKinds().map((kind) => [kind.name, kind] as const))('What %s says of itself', (name, kind) => {
	const held = `client A\nclient B\nlock x ${name}\nA acquire x\n`;
	const hasEnd = kind.ttl(usualValues(kind.options)) < forever;

	it('is that askers wait in line exactly where they do', () => {
		expect(kinds(play(`${held}B acquire x`)).includes('queued')).toBe(kind.queue !== null);
	});

	it('is that a renewal says for how long where a grant has an end that no session has', () => {
		const {refusals} = play(`${held}A renew x ttl 20s`);
		expect(refusals.length === 0).toBe(!kind.keepsSessions && hasEnd);
		expect(kind.renewsWithTime).toBe(!kind.keepsSessions);
	});

	it('is that sessions keep the lock exactly where a grant outlives its time while its client is heard', () => {
		const {world, events} = play(`${held.replace('A acquire x', 'A acquire x\nwait 5m')}`);
		const isRenewed = kind.errands(world.spec.locks[0]?.service.options ?? {}) !== null;
		const isOver = events.some(({kind: what}) => what === 'expired' || what === 'disbelieved');
		expect(isOver).toBe(!kind.keepsSessions && !isRenewed && hasEnd);
	});
});

test('A rule of a store is asked for no option that it has no use for', () => {
	const options = [
		'ratchet read',
		'check read',
		'scope key',
		'forgets',
		'forgets after 5m',
		'text-tokens',
		'non-atomic',
		'dedupes',
		'dedupes for 5m',
	];
	const useless = storeRules().map(({name, optionsFirst}) => {
		const refused = options.filter((option) => {
			const declared = optionsFirst === true ? `${option} ${name} when token < highest` : `${name} ${option}`;
			const parsed = parseLine(`store s ${declared}`, emptyNames);
			return !parsed.ok;
		});
		return [name, refused];
	});
	const byTokens = ['ratchet read', 'check read', 'scope key', 'forgets', 'forgets after 5m', 'text-tokens'];
	expect(Object.fromEntries(useless)).toEqual({
		unfenced: [...byTokens, 'non-atomic'],
		fenced: [],
		'fenced-strict': [],
		equal: ['text-tokens'],
		uuid: ['text-tokens'],
		cas: byTokens,
		'fenced-cas': [],
		transactional: [...byTokens, 'non-atomic'],
		rejects: [],
	});
});

test('A store looks at tokens, or asks which of two is lower, where its rule says so', () => {
	const stores = storeRules().map(({name, optionsFirst}, index) => ({
		name,
		line: `store s${index} ${name}${optionsFirst === true ? ' when token < highest' : ''}`,
	}));
	const seen = stores.map(({name, line}, index) => {
		const {spec} = play(line).world;
		return [name, looksAtTokens(spec, `s${index}`), tokensAreNumbers(spec, `s${index}`)];
	});
	expect(seen).toEqual([
		['unfenced', false, false],
		['fenced', true, true],
		['fenced-strict', true, true],
		['equal', true, false],
		['uuid', true, false],
		['cas', false, false],
		['fenced-cas', true, true],
		['transactional', false, false],
		['rejects', true, true],
	]);
	expect([
		looksAtTokens(play('store s fenced').world.spec, 'other'),
		tokensAreNumbers(play('').world.spec, 's'),
	]).toEqual([false, false]);
});

test('A store hears of an advance where its rule has a ratchet', () => {
	const advanced = storeRules().map(({name, optionsFirst}) => {
		const rule = `${name}${optionsFirst === true ? ' when token < highest' : ''}`;
		const script = `client A\nlock x lease\nstore s ${rule}\nput x n=0\nA acquire x\nA advance x`;
		return [name, kinds(play(script)).includes('advanced')];
	});
	expect(advanced.flatMap(([name, isHeard]) => (isHeard === true ? [name] : []))).toEqual([
		'fenced',
		'fenced-strict',
		'fenced-cas',
		'rejects',
	]);
});
