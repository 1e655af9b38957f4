import {describe, expect, test} from 'vitest';
import {parseLine, parseScript} from '../../src/language/parse.js';
import {all, one, sandboxNames, wrong, wrongs} from './worlds.js';

describe('lines', () => {
	test('a semicolon separates statements, and empty ones are fine', () => {
		expect(all('A pause;; B pause ;').map(({kind}) => kind)).toEqual(['pause', 'pause']);
	});

	test('blank lines and comments are no statements and no errors', () => {
		for (const line of ['', '   ', '\t', '# A pause', ' ; ; # x']) expect(all(line)).toEqual([]);
	});

	test('a comment starts at #, also directly after a word', () => {
		expect(one('A pause# why not')).toEqual(one('A pause'));
		expect(one('A pause # A resume; B pause')).toEqual(one('A pause'));
	});

	test('# inside quotes is no comment', () => {
		expect(one('A write account note="a # b"')).toMatchObject({operation: {value: 'a # b'}});
	});

	test('#7 is read as 7 directly after deliver, drop and duplicate', () => {
		expect(one('deliver #7')).toEqual({kind: 'deliver', message: 7});
		expect(one('drop #7 # gone')).toEqual({kind: 'drop', message: 7});
		expect(one('DUPLICATE #7')).toEqual({kind: 'duplicate', message: 7});
		expect(one('deliver 7')).toEqual({kind: 'deliver', message: 7});
		expect(one('deliver A #7')).toEqual({kind: 'deliver-from', client: 'A'});
	});

	test('a # after deliver that no number follows starts a comment', () => {
		expect(wrong('deliver # 7')).toMatchObject({column: 8, length: 1});
	});

	test('a quoted value keeps its spaces, and \\" and \\\\ stand for a quote and a backslash', () => {
		expect(one('A write account note="v0 + A"')).toMatchObject({operation: {value: 'v0 + A'}});
		expect(one('A write account note="a \\"b\\" \\\\ c"')).toMatchObject({operation: {value: 'a "b" \\ c'}});
		expect(one('A write account note="C:\\dir"')).toMatchObject({operation: {value: 'C:\\dir'}});
		expect(one('A write account note=""')).toMatchObject({operation: {value: ''}});
		expect(one('A write account note="a;b"')).toMatchObject({operation: {value: 'a;b'}});
	});

	test('a quote that never ends is an error at its beginning', () => {
		expect(wrong('A write account note="v0')).toMatchObject({kind: 'syntax', column: 22});
		expect(wrong('A write account note="v0\\"')).toMatchObject({column: 22});
	});

	test('verbs, keywords and names are read in any case, and names are shown as first declared', () => {
		expect(one('a ACQUIRE Account TTL 10S')).toEqual(one('A acquire account ttl 10s'));
		expect(one('Expect NOBODY Holds ACCOUNT Or STALE-WRITE on RAW')).toEqual(
			one('expect nobody holds account or stale-write on raw'),
		);
		const script = parseScript('client Alice\nCLIENT alice\nALICE pause');
		expect(script.errors).toEqual([]);
		expect(script.statements.map(({statement}) => statement)).toEqual([
			{kind: 'client', name: 'Alice'},
			{kind: 'client', name: 'Alice'},
			{kind: 'pause', client: 'Alice', for: null},
		]);
	});

	test.each([
		'A',
		'a1',
		'the-store',
		'x_y',
		'abcdefghijklmnopqrstuvwx',
		'acquire',
		'ttl',
		'held',
		'lease',
		'fenced',
		'constructor',
	])('%s can be a name', (name) => {
		expect(one(`client ${name}`, {...sandboxNames, clients: []})).toEqual({kind: 'client', name});
	});

	test.each(['1a', '-a', 'a-', 'a_', 'a.b', 'é', 'a+b', 'abcdefghijklmnopqrstuvwxy', '"a b"', '""'])(
		'%s cannot be a name',
		(name) => {
			expect(wrong(`client ${name}`)).toMatchObject({kind: 'syntax', column: 8});
		},
	);

	test.each([
		'nobody',
		'none',
		'locks',
		'primary',
		'replica',
		'network',
		'n1',
		'N9',
		'client',
		'Wait',
		'expect',
		'deliver',
		'failover',
	])('%s is reserved', (name) => {
		expect(wrong(`client ${name}`).message).toContain('cannot be a name');
	});

	test('a name that no earlier line declares is an error with the nearest declared name', () => {
		expect(wrong('A acquire acount')).toMatchObject({kind: 'syntax', column: 11, length: 6, nearest: 'account'});
		expect(wrong('A read to saef')).toMatchObject({nearest: 'safe'});
		expect(wrong('C acquire account')).toMatchObject({column: 1, nearest: 'A'});
		expect(wrong('step C')).toMatchObject({nearest: 'A'});
		expect(wrong('expect highest of sfe = 1').nearest).toBe('safe');
	});

	test('a name is known from the statement after its declaration on', () => {
		expect(parseScript('client A; A pause').errors).toEqual([]);
		expect(wrongs('A pause', 'client A')).toMatchObject([{line: 1, column: 1}]);
	});

	test('one name for a client and a store is an error that names the first declaration', () => {
		const [error] = wrongs('client A', 'store a fenced');
		expect(error).toMatchObject({line: 2, column: 7});
		expect(error?.message).toContain('A is already a client, declared on line 1');
		expect(wrongs('put x n=1', 'client x')).toHaveLength(1);
		expect(wrongs('lock x lease', 'store x cas')).toHaveLength(1);
	});

	test('a lock and the resource that it protects share a name', () => {
		const script = parseScript('put Account balance=1\nlock account lease\nput ACCOUNT currency=EUR');
		expect(script.errors).toEqual([]);
		expect(
			script.statements.map(({statement}) =>
				'resource' in statement ? statement.resource : 'name' in statement ? statement.name : null,
			),
		).toEqual(['Account', 'Account', 'Account']);
	});

	test('a typo gets the nearest word', () => {
		expect(wrong('A aquire account')).toMatchObject({kind: 'syntax', column: 3, length: 6, nearest: 'acquire'});
		expect(wrong('lokc x lease').nearest).toBe('lock');
		expect(wrong('wiat 5s').nearest).toBe('wait');
		expect(wrong('raw crsh').nearest).toBe('crash');
		expect(wrong('store x fensed').nearest).toBe('fenced');
		expect(wrong('lock x leese').nearest).toBe('lease');
		expect(wrong('A acquire account tll 5s').nearest).toBe('ttl');
		expect(wrong('expect A hold account').nearest).toBe('holds');
		expect(wrong('expect stale-wirte').nearest).toBe('stale-write');
		expect(wrong('A runs acquire; relase').nearest).toBe('release');
		expect(wrong('A read reply dealyed 5s').nearest).toBe('delayed');
	});

	test('a verb without a client says so', () => {
		expect(wrong('acquire account').message).toContain('A acquire');
	});

	test.each([
		['crash raw', 'raw crash'],
		['pause B', 'B pause'],
		['A read raw', 'Did you mean to raw?'],
		['expect raw holds account', 'raw is a store, not a client'],
		['expect stale write', 'Did you mean stale-write?'],
		['A write balance 90', 'after the key balance'],
		["A write account note='v0 + A'", 'double quotes'],
		['A resume now', 'Expected the end of the statement'],
		['run account', 'account is a lock, not a client'],
		['account release', 'Begin with the client that acts'],
		['expect A paused B paused', 'Expected and, or, or the end of the statement'],
	])('%s is told: %s', (line, said) => {
		expect(wrong(line).message).toContain(said);
	});

	test('a far word is not guessed', () => {
		for (const line of ['exit', 'foo', 'frobnicate', 'A has account']) expect(wrong(line).nearest, line).toBeNull();
	});

	test('columns count characters, not code units', () => {
		expect(wrong('A write account note="😀" tto raw')).toMatchObject({column: 26, length: 3});
	});

	test('a statement knows its own text, line and column', () => {
		const {statements} = parseScript('client A\n  A pause ;  A resume   # on\n');
		expect(statements.slice(1)).toMatchObject([
			{text: 'A pause', line: 2, column: 3},
			{text: 'A resume', line: 2, column: 14},
		]);
	});

	test('a script is told everything that is wrong with it, statement by statement', () => {
		expect(wrongs('client A', 'A foo; A pause; A bar', 'A baz').map(({line, column}) => [line, column])).toEqual([
			[2, 3],
			[2, 19],
			[3, 3],
		]);
	});

	test('nothing of a line is taken when a part of it is wrong', () => {
		expect(parseLine('client C; C aquire', sandboxNames).ok).toBe(false);
	});

	test('lines end with LF, CR LF or CR, and a byte order mark is skipped', () => {
		const {statements, errors} = parseScript('\ufeffclient A\r\nA pause\rA resume\n');
		expect(errors).toEqual([]);
		expect(statements.map(({line}) => line)).toEqual([1, 2, 3]);
	});

	test('a no-break space separates words', () => {
		expect(one('A\u00a0pause')).toEqual(one('A pause'));
	});

	test('the meta commands of the prompt are no statements', () => {
		for (const word of ['help', 'undo', 'quit', 'hint', 'why']) expect(wrong(word).message).toContain(`/${word}`);
	});

	test('control characters in an error are shown, not sent', () => {
		expect(wrong('A \u001b[31mred').message).toContain('\\x1b[31mred');
	});
});

describe('limits', () => {
	test('a line has at most 4,096 characters', () => {
		expect(all(`#${'x'.repeat(4095)}`)).toEqual([]);
		expect(all(`#${'😀'.repeat(4095)}`)).toEqual([]);
		expect(wrong(`#${'x'.repeat(4096)}`)).toMatchObject({column: 4097});
	});

	test('a script has at most 10,000 lines', () => {
		expect(parseScript('\n'.repeat(10_000)).errors).toEqual([]);
		expect(parseScript('\n'.repeat(10_001)).errors).toMatchObject([{line: 10_001, column: 1}]);
	});

	test('a script that is wrong all over is told about a thousand errors and read no further', () => {
		expect(parseScript('?\n'.repeat(5000)).errors).toHaveLength(1000);
	});

	test('a wait of more than 10 years is left to the world to refuse; any other time that long is an error', () => {
		expect(one('wait 315360001s')).toEqual({kind: 'wait', for: 315_360_001_000});
		expect(wrong('A pause for 315360001s').message).toContain('10 years');
		expect(wrong('wait 99999999999999999s').message).toContain('10 years');
	});

	test('a fact nests up to 64 deep', () => {
		expect(one(`expect ${'('.repeat(64)}A paused${')'.repeat(64)}`)).toEqual(one('expect A paused'));
		expect(wrong(`expect ${'('.repeat(2000)}A paused`).message).toContain('too deep');
		expect(wrong(`expect ${'not '.repeat(1000)}A paused`).message).toContain('too deep');
	});

	test('a redlock of more than 9 nodes is an error', () => {
		expect(wrong('lock x redlock nodes 10').message).toContain('at most 9');
	});
});
