import {describe, expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {mostUnderWay} from '../../src/sim/operate.js';
import {perform, whyNot} from '../../src/sim/perform.js';
import {play as playStatements} from '../../src/sim/play.js';
import {mostKeys} from '../../src/sim/setup.js';
import {play, wrong} from './play.js';

const world = 'client A\nlock x lease ttl 10s\nstore s unfenced\n';
const pairs = (count: number) => Array.from({length: count}, (_, index) => `k${index}=0`).join(' ');

describe('the most of each thing', () => {
	it('is as many keys as the limit says, and not one more', () => {
		expect(play(`${world}put x ${pairs(mostKeys)}`).refusals).toEqual([]);
		expect(play(`${world}put x ${pairs(mostKeys + 1)}`).refusals).toHaveLength(1);
		expect(play(`${world}put x ${pairs(mostKeys)}\nput x more=1`).refusals).toHaveLength(1);
		expect(play(`${world}put x ${pairs(mostKeys)}\nput x k0=1`).refusals).toEqual([]);
		expect(play(`${world}put x ${pairs(mostKeys)}\nA write x more=1`).refusals).toHaveLength(1);
		expect(play(`${world}put x ${pairs(mostKeys)}\nA write x k0=1`).refusals).toEqual([]);
	});

	it('is sixteen stores', () => {
		const stores = (count: number) => Array.from({length: count}, (_, index) => `store s${index} unfenced`).join('\n');
		expect(play(stores(16)).refusals).toEqual([]);
		expect(play(stores(17)).refusals).toHaveLength(1);
		expect(play(`${stores(16)}\nstore s3 fenced`).refusals).toEqual([]);
	});

	it('is a sum that a whole number can say exactly', () => {
		const largest = Number.MAX_SAFE_INTEGER;
		const by = (change: string) => `${world}put x n=${largest - 1}\nA read x\nA write x n${change}`;
		expect(wrong(by('+=1'), `value of s x.n = ${largest}`)).toEqual([]);
		expect(play(by('+=2')).refusals).toHaveLength(1);
	});

	it('is known before a statement is made that would make too many events, whatever kind it is', () => {
		const busy = `${world}A runs check x; check x\nA retries\n`;
		const eager = 'client A\nlock x lease ttl 400s\nA keeps x every 1ms\nA acquire x\n';
		const tried: readonly (readonly [string, string])[] = [
			[busy, 'step A 120000'],
			[eager, 'wait 200s'],
			[`${eager}client B\n`.replace('A acquire x\n', '').concat('A acquire x\nA keeps x off\n'), 'wait 1s'],
		];
		const refused = tried.map(([before, line]) => {
			const {world: now} = play(before);
			const [statement] = parseScript(`${before}${line}`).statements.slice(-1);
			const refusal = statement === undefined ? null : whyNot(now, statement.statement);
			const outcome = statement === undefined ? null : perform(now, statement.statement);
			expect(outcome?.ok === false ? outcome.refusal : null).toEqual(refusal);
			return refusal?.kind ?? null;
		});
		expect(refused).toEqual(['too-many-events', 'too-many-events', null]);
	});

	it('is as many messages of one client on their way as the limit says, so that a program that never hears of its writes ends', () => {
		const sends = `${world}A runs write x n=1 held; check x\nA retries\nput x n=0\nrun A`;
		const {world: full, refusals} = play(sends);
		expect(refusals).toEqual([]);
		expect(full.locals[0]?.flight.length).toBe(mostUnderWay);
		expect(wrong(sends, 'A done')).toEqual([]);
		for (const line of ['A write x n=2', 'A acquire x', 'A ask x', 'duplicate 7'])
			expect(play(`${sends}\n${line}`).refusals, line).toHaveLength(1);
		for (const line of ['A check x', 'drop 7\nA write x n=2', 'deliver 7\nduplicate 9', 'client B; B ask x'])
			expect(
				play(`${line.startsWith('client') ? `client B\n${sends}\nB ask x` : `${sends}\n${line}`}`).refusals,
				line,
			).toEqual([]);
	});

	it('is as many events of a list of statements as the player is told, and the statement with one more is left out', () => {
		const {statements} = parseScript(`${world}A acquire x\nA release x`);
		const list = statements.map(({statement}) => statement);
		const {world: after, done} = playStatements(list);
		const all = after.audit.seq;
		expect(playStatements(list, undefined, {mostEvents: all})).toMatchObject({tooLongAt: null, world: after});
		const cut = playStatements(list, undefined, {mostEvents: all - 1});
		expect(cut.tooLongAt).toBe(list.length - 1);
		expect(cut.done).toHaveLength(done.length - 1);
	});
});
