import {expect, it} from 'vitest';
import {explore} from '../../src/explore/explore.js';
import {namesOf} from '../../src/language/names.js';
import {parseFact} from '../../src/language/parse.js';
import {scripted} from './scripted.js';

it('lets time go on until the last moment that a fact asks about', () => {
	const {world} = scripted(
		'client A; client B\nlock x lease ttl 10s\nstore s unfenced\nput x n=0\nA runs acquire x\nB runs acquire x',
	);
	const kindOf = (fact: string) => {
		const parsed = parseFact(fact, namesOf(world));
		if (!parsed.ok) throw new Error(parsed.error.message);
		return explore(world, parsed.fact).kind;
	};
	expect(kindOf('time >= 10s and not time = 3s and B believes x')).toBe('found');
	expect(kindOf('time < 3s and time >= 10s')).toBe('none');
});
