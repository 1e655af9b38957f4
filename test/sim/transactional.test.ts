import {describe, expect, it} from 'vitest';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {transactionsOf} from '../../src/sim/look.js';
import {perform} from '../../src/sim/perform.js';
import {play, wrong} from './play.js';

const world = `
client A
client B
client C
store ledger transactional
put account n=0 m=0
put other n=0
`;
const timed = world.replace('transactional', 'transactional idle-timeout 30s');
const eventsOf = (script: string) =>
	play(script).events.map(({seq: _, at: __, ...event}) => event as Readonly<Record<string, unknown>>);
const told = (script: string, ...wanted: readonly string[]) =>
	eventsOf(script)
		.filter(({kind}) => wanted.includes(String(kind)))
		.map(({client, kind, because, reason, what, behind}) =>
			[client, kind, because ?? reason ?? behind, what].filter((part) => part !== undefined).join(' '),
		);

it('ends no transaction for its silence where there is no idle-timeout', () => {
	const open =
		'client A\nstore s transactional idle-timeout none\nput x n=0\nA begin s\nwait 24h\nA write x n=1\nA commit s';
	expect(wrong(open, 'version of s = 1')).toEqual([]);
});

describe('What waited behind a write that waited for its row', () => {
	it('is answered with it, and its program goes on', () => {
		const script = `client A; client B; store t transactional; put x n=0 m=0
			B runs begin t; write x m=2; commit t; read x; write x n=7
			A begin t
			A read x for update
			step B 2
			step B`;
		expect(wrong(script, 'not B done')).toEqual([]);
		expect(wrong(`${script}\nA commit t`, 'value of t x.m = 2')).toEqual([]);
		expect(wrong(`${script}\nA commit t\nrun B`, 'B done', 'value of t x.n = 7')).toEqual([]);
	});
});

describe('a transaction', () => {
	it('is begun and committed at its store', () => {
		expect(eventsOf(`${world}A begin ledger\nA commit ledger`)).toEqual([
			{kind: 'begun', client: 'A', store: 'ledger'},
			{kind: 'committed', client: 'A', store: 'ledger'},
		]);
	});

	it('is over in every world from its commit on, also where its program goes on in the same moment', () => {
		const {world: before} = play(`${world}A runs begin ledger; write account n=5; commit ledger\nstep A 2`);
		const outcome = perform(before, {kind: 'step', client: 'A', count: 1, message: {}});
		if (!outcome.ok) throw new Error(refusalSentence(outcome.refusal));
		expect(outcome.moments.map(({event, world: then}) => [event.kind, transactionsOf(then, 'A').length])).toEqual([
			['committed', 0],
			['accepted', 0],
			['done', 0],
		]);
	});

	it('has its writes accepted, judged and seen at the commit', () => {
		const open = `${world}A begin ledger\nA write account n=5\nA write account m=6\n`;
		expect(wrong(open, 'last accepted', 'not A accepted on ledger', 'version of ledger for account = 0')).toEqual([]);
		expect(wrong(`${open}B read account`, 'value of ledger account.n = 0')).toEqual([]);
		const done = `${open}A commit ledger\n`;
		expect(wrong(done, 'A accepted on ledger = 2 times', 'version of ledger for account = 2')).toEqual([]);
		expect(wrong(done, 'value of ledger account.n = 5', 'value of ledger account.m = 6')).toEqual([]);
		expect(play(done).events.map(({kind}) => kind)).toEqual([
			'begun',
			'staged',
			'staged',
			'committed',
			'accepted',
			'accepted',
		]);
	});

	it('leaves nothing behind when it is rolled back, nor in the memory of its client', () => {
		const script = `${world}A begin ledger\nA read account\nA write account n+=5\nA rollback ledger\n`;
		expect(wrong(script, 'value of ledger account.n = 0', 'version of ledger for account = 0')).toEqual([]);
		expect(play(`${script}A write account n+=1`).refusals).toEqual([
			'A has not read account from ledger yet, so there is nothing to compute from. Type: A read account',
		]);
	});

	it('sees its own writes and what others have committed', () => {
		const script = `${world}A begin ledger\nA read account\nB write account n=7\nA write account m=1\nA read account\n`;
		expect(eventsOf(script).at(-1)).toEqual({
			kind: 'read',
			client: 'A',
			store: 'ledger',
			resource: 'account',
			version: 2,
			values: {n: 7, m: 1},
		});
	});

	it('goes on when it is begun once more', () => {
		const script = `${world}A begin ledger\nA write account n=5\nA begin ledger\nA commit ledger`;
		expect(wrong(script, 'value of ledger account.n = 5')).toEqual([]);
		expect(eventsOf(script)[2]).toEqual({kind: 'begun', client: 'A', store: 'ledger', again: true});
	});

	it('follows its own writes with the base of the next', () => {
		const script = `${world}A begin ledger\nA read account for update\nA write account n+=5\nA write account n+=5\nA commit ledger\nA write account n+=1`;
		expect(wrong(script, 'value of ledger account.n = 11', 'not lost-update')).toEqual([]);
	});

	it('does not keep an update from being lost where the row was only read', () => {
		const script = `${world}A begin ledger\nA read account\nB read account\nB write account n+=1\nA write account n+=1\nA commit ledger`;
		expect(wrong(script, 'lost-update on ledger', 'value of ledger account.n = 1')).toEqual([]);
	});

	it('is one of its own for every write outside', () => {
		expect(wrong(`${world}A write account n=5`, 'A accepted on ledger', 'value of ledger account.n = 5')).toEqual([]);
	});
});

describe('a row that is locked', () => {
	const held = `${world}A begin ledger\nA read account for update\n`;

	it('lets another for update and another write wait, in the order they came', () => {
		const script = `${held}B write account n=1\nC begin ledger\nC read account for update\n`;
		expect(told(script, 'queued')).toEqual(['B queued A', 'C queued B']);
		expect(wrong(script, 'last unknown', 'not B accepted on ledger')).toEqual([]);
		const after = `${script}A write account n=9\nA commit ledger\n`;
		expect(wrong(after, 'value of ledger account.n = 1', 'C holds account', 'not A holds account')).toEqual([]);
		expect(told(after, 'accepted', 'committed', 'read')).toEqual([
			'A read',
			'A committed',
			'A accepted',
			'B accepted',
			'C read',
		]);
	});

	it('is read by others as it was committed', () => {
		expect(wrong(`${held}A write account n=9\nB read account`, 'last accepted')).toEqual([]);
		expect(eventsOf(`${held}A write account n=9\nB read account`).at(-1)).toMatchObject({values: {n: 0}, version: 0});
	});

	it('is also one that a transaction has only written', () => {
		const script = `${world}A begin ledger\nA write account n=1\nB write account n=2\n`;
		expect(told(script, 'queued')).toEqual(['B queued A']);
		expect(wrong(`${script}A commit ledger`, 'value of ledger account.n = 2')).toEqual([]);
	});

	it('keeps no other row', () => {
		expect(wrong(`${held}B write other n=1`, 'last accepted', 'B accepted on ledger')).toEqual([]);
	});

	it('is as committed to who was given it after a wait', () => {
		const script = `${held}B begin ledger\nB read account for update\nA write account n=9\nA commit ledger\n`;
		expect(eventsOf(script).at(-1)).toMatchObject({kind: 'read', client: 'B', values: {n: 9}, forUpdate: true});
		expect(wrong(`${script}B write account n+=1\nB commit ledger`, 'value of ledger account.n = 10')).toEqual([]);
	});

	it('is free again after a rollback', () => {
		expect(wrong(`${held}A rollback ledger`, 'nobody holds account')).toEqual([]);
	});

	it('is told of in facts', () => {
		expect(wrong(held, 'A holds account', 'not B holds account', 'not nobody holds account')).toEqual([]);
		expect(wrong(`${held}B write account n=2`, 'B waits account', 'not A waits account')).toEqual([]);
	});
});

describe('requests of a transaction that waits', () => {
	const waiting = `${world}A begin ledger\nA read account for update\nB begin ledger\nB write account n=2\n`;

	it('wait behind it, in their order', () => {
		const script = `${waiting}B commit ledger\n`;
		expect(wrong(script, 'last unknown', 'not B accepted on ledger')).toEqual([]);
		expect(wrong(`${script}A commit ledger`, 'B accepted on ledger', 'value of ledger account.n = 2')).toEqual([]);
	});

	it('stay in it when their client begins it once more, and a commit waits behind them', () => {
		const twice = `${world}A begin ledger\nA write account n=1\nB begin ledger\nB write account n=2\nB begin ledger\nB commit ledger\n`;
		expect(wrong(twice, 'value of ledger account.n = 0', 'A holds account')).toEqual([]);
		expect(told(`${twice}A rollback ledger`, 'staged', 'committed', 'accepted', 'rolled-back')).toEqual([
			'A staged',
			'A rolled-back',
			'B staged',
			'B committed',
			'B accepted',
		]);
		const left = `${twice}C write account n=3\nA commit ledger\nC begin ledger\nC write account n=4\nC rollback ledger\n`;
		expect(wrong(left, 'value of ledger account.n = 3', 'nobody holds account')).toEqual([]);
	});

	it('are rejected when their client rolls it back', () => {
		const script = `${waiting}B rollback ledger\n`;
		expect(told(script, 'rejected', 'rolled-back')).toEqual(['B rolled-back', 'B rejected no-transaction write']);
		expect(wrong(`${script}A commit ledger`, 'value of ledger account.n = 0', 'nobody holds account')).toEqual([]);
	});

	it('let a program go on when they are answered', () => {
		const script = `${world}A runs begin ledger; read account for update; write account n+=1; commit ledger
B runs begin ledger; read account for update; write account n+=1; commit ledger
step A 2
run B
run A
run B
`;
		expect(wrong(script, 'A done', 'B done', 'value of ledger account.n = 2', 'not lost-update')).toEqual([]);
	});
});

describe('a circle of waits', () => {
	const circle = `${world}A begin ledger\nB begin ledger\nA read account for update\nB read other for update\nA read other for update\n`;

	it('rejects its last request and rolls that transaction back', () => {
		const script = `${circle}B write account n=1\n`;
		expect(told(script, 'rejected', 'rolled-back', 'read')).toEqual([
			'A read',
			'B read',
			'B rejected deadlock write',
			'B rolled-back deadlock',
			'A read',
		]);
		expect(wrong(script, 'last rejected', 'A holds other')).toEqual([]);
	});

	it('has what the client sends later rejected once', () => {
		const script = `${circle}B write account n=1\nB write other n=1\n`;
		expect(told(script, 'rejected')).toEqual(['B rejected deadlock write', 'B rejected no-transaction write']);
		expect(wrong(`${script}A commit ledger\nB write other n=1`, 'B accepted on ledger')).toEqual([]);
	});

	it('is found over more than two', () => {
		const script = `${world}put third n=0
A begin ledger
B begin ledger
C begin ledger
A read account for update
B read other for update
C read third for update
A write other n=1
B write third n=1
C write account n=1
`;
		expect(told(script, 'rejected', 'rolled-back')).toEqual(['C rejected deadlock write', 'C rolled-back deadlock']);
	});
});

describe('a client that is gone or silent', () => {
	it('is rolled back when it dies, and who waits goes on', () => {
		const script = `${world}A begin ledger\nA write account n=1\nB write account n=2\nA crash\n`;
		expect(told(script, 'rolled-back', 'accepted')).toEqual(['A rolled-back crashed', 'B accepted']);
		expect(wrong(`${script}A restart\nA write account n=3`, 'value of ledger account.n = 3')).toEqual([]);
	});

	it.each(['', 'A pause\n', 'cut A ledger\n'])('is rolled back after the idle-timeout: %s', (fault) => {
		const script = `${timed}A begin ledger\nA write account n=1\n${fault}B write account n=2\nwait 29999ms\n`;
		expect(wrong(script, 'not B accepted on ledger')).toEqual([]);
		const over = `${script}wait 1ms\n`;
		expect(told(over, 'rolled-back', 'accepted')).toEqual(['A rolled-back idle', 'B accepted']);
		const back = fault.startsWith('A') ? 'A resume\n' : fault.startsWith('cut') ? 'heal A ledger\n' : '';
		expect(told(`${over}${back}A write account n=3\nA commit ledger`, 'rejected')).toEqual([
			'A rejected no-transaction write',
			'A rejected no-transaction commit',
		]);
	});

	it('is not silent while its request waits, unless it is cut off', () => {
		const waits = `${timed}A begin ledger\nA read account for update\nB begin ledger\nwait 20s\nA read account\nB write account n=2\n`;
		expect(told(`${waits}wait 25s\nA read account\nwait 25s`, 'rolled-back')).toEqual([]);
		expect(told(`${waits}cut B ledger\nwait 25s\nA read account\nwait 5s`, 'rolled-back')).toEqual([
			'B rolled-back idle',
		]);
	});

	it('is waited for without end where no idle-timeout is set', () => {
		const script = `${world}A begin ledger\nA write account n=1\nA pause\nB write account n=2\nwait 24h\n`;
		expect(wrong(script, 'B waits account', 'not B accepted on ledger')).toEqual([]);
	});

	it('is not noticed to be dead before the link heals', () => {
		const script = `${world}A begin ledger\nA read account for update\ncut A ledger\nA crash\nA restart\n`;
		expect(wrong(script, 'A holds account')).toEqual([]);
		expect(told(`${script}heal A ledger`, 'rolled-back')).toEqual(['A rolled-back crashed']);
	});

	it('loses its transaction when its store loses power', () => {
		const script = `${world}A begin ledger\nA write account n=1\nB write account n=2\nledger crash\nledger restart\nA commit ledger\n`;
		expect(told(script, 'rolled-back', 'rejected')).toEqual([
			'A rolled-back store-crashed',
			'A rejected no-transaction commit',
		]);
		expect(wrong(script, 'value of ledger account.n = 0', 'nobody holds account', 'last rejected')).toEqual([]);
	});

	it('starts over in a transaction of its own', () => {
		const script = `${world}store raw fenced
A runs begin ledger; write account n=1 to ledger; write account n=2 to raw; commit ledger
A retries
step A 3
step A
`;
		expect(told(script, 'begun', 'rolled-back')).toEqual(['A begun', 'A rolled-back starts-over', 'A begun']);
	});
});

describe('what belongs to a transaction that is over', () => {
	it('is rejected when it arrives', () => {
		const script = `${world}A begin ledger\nA write account n=1 held\nA commit ledger\nA begin ledger\ndeliver A\n`;
		expect(told(script, 'rejected')).toEqual(['A rejected no-transaction write']);
		expect(wrong(`${script}A write account n=4\nA commit ledger`, 'value of ledger account.n = 4')).toEqual([]);
	});

	it('is sent until no-transaction is answered, also after a commit whose answer is lost', () => {
		const script = `${world}A begin ledger\nA write account n=1\nA commit ledger reply lost\nA write account n=2\n`;
		expect(told(script, 'rejected')).toEqual(['A rejected no-transaction write']);
		expect(wrong(`${script}A write account n=3`, 'value of ledger account.n = 3')).toEqual([]);
	});

	it('can be rolled back in peace', () => {
		expect(told(`${world}A rollback ledger`, 'rolled-back', 'rejected')).toEqual(['A rolled-back nothing']);
	});
});

describe('what cannot be done', () => {
	it.each([
		['A begin raw', 'raw is unfenced and knows no transactions. Declare one that does: store ledger transactional'],
		[
			'A read account for update',
			'A is in no transaction. A row is locked until its transaction is over, so begin one first.',
		],
		[
			'A read account for update to ledger',
			'A is in no transaction at ledger. A row is locked until its transaction is over. Type: A begin ledger',
		],
		[
			'A read account for update to raw',
			'raw is unfenced and knows no transactions. Declare one that does: store ledger transactional',
		],
	])('is refused: %s', (line, sentence) => {
		expect(play(`${world}store raw unfenced\n${line}`).refusals).toEqual([sentence]);
	});
});

describe('a grant of a row', () => {
	it('is older than those that came after, and its writes are never late', () => {
		const script = `${world}A begin ledger\nA read account for update\nB begin ledger\nB read account for update\nA write account n=1\nA commit ledger\nB write account n=2\nB commit ledger\n`;
		expect(wrong(script, 'not stale-write', 'not late-write', 'not torn-write')).toEqual([]);
	});

	it('makes nothing of a lock outside: that is as stale as ever', () => {
		const script = `${world.replace('put account', 'lock account lease ttl 10s\nput account')}A acquire account
wait 11s
B acquire account
B begin ledger
B read account for update
B write account n=1
B commit ledger
A begin ledger
A read account for update
A write account n=2
A commit ledger
`;
		expect(wrong(script, 'stale-write on ledger', 'late-write on ledger')).toEqual([]);
	});
});

it('takes the answer to what was typed for no answer to what a program asked meanwhile', () => {
	const script = `client A; client B; client C; lock x etcd; store s transactional; put x n=0
		A runs acquire x
		C acquire x
		B begin s
		B read x for update
		A begin s
		A read x for update
		step A
		B commit s`;
	expect(wrong(script, 'not A done')).toEqual([]);
	expect(wrong(`${script}\nC release x`, 'A done', 'A holds x')).toEqual([]);
});
