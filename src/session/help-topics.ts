/** Help on one matter. `names`: the words that find it; `line`: how it is written, or '' where nothing is typed. */
export type Topic = {
	readonly names: readonly string[];
	readonly group: 'statement' | 'property' | 'word';
	readonly line: string;
	readonly about: readonly string[];
};

/** Everything that /help TOPIC knows beside the commands of the prompt. Order: as they are listed. */
export const topics: readonly Topic[] = [
	{
		names: ['acquire'],
		group: 'statement',
		line: 'A acquire [account] [ttl 10s]',
		about: ['A asks the lock service for the lock. A grant brings a lease, which ends by itself, and a token, which is higher than every earlier one.'],
	},
	{
		names: ['renew'],
		group: 'statement',
		line: 'A renew [account] [ttl 10s]',
		about: ['A asks for more time. Only the holder gets it, before the lease is over; the token stays the same.'],
	},
	{names: ['release'], group: 'statement', line: 'A release [account]', about: ['A gives the lock back. Only the holder can.']},
	{
		names: ['check'],
		group: 'statement',
		line: 'A check [account]',
		about: ['A looks at its own clock, and at nothing else, to see whether its lease should still last.'],
	},
	{
		names: ['ask'],
		group: 'statement',
		line: 'A ask [account]',
		about: ['A asks the lock service whether it still holds the lock. The answer is as old as its way back.'],
	},
	{
		names: ['read'],
		group: 'statement',
		line: 'A read [account] [to safe]',
		about: ['A reads from every store, or from one, and remembers values and version.'],
	},
	{
		names: ['write'],
		group: 'statement',
		line: 'A write [account] balance=90 [to safe] [token 33 | no token] [if version 2] [as job NAME]',
		about: [
			'A writes one key to every store, or to one, with the token it last got.',
			'`balance+=10` and `balance-=10` compute from what A remembers: they need a read before.',
		],
	},
	{
		names: ['advance'],
		group: 'statement',
		line: 'A advance [account]',
		about: ['A shows its token to the stores without writing: from then on they know that a newer holder is about.'],
	},
	{
		names: ['pause', 'resume'],
		group: 'statement',
		line: 'A pause [for 15s]; A resume',
		about: ['The process stops, as in a GC pause. It notices nothing; messages wait, timers run late. What it was about to do comes first when it resumes.'],
	},
	{
		names: ['crash', 'restart'],
		group: 'statement',
		line: 'A crash; A restart',
		about: ['The process dies and forgets everything, its token too. Also: locks crash, safe crash.'],
	},
	{names: ['clock'], group: 'statement', line: 'A clock +5s', about: ["A's wall clock jumps. Deadlines count on another clock, which never does."]},
	{names: ['wait'], group: 'statement', line: 'wait 6s; wait until expiry', about: ['Time passes. Only this makes it pass.']},
	{
		names: ['deliver', 'drop', 'duplicate'],
		group: 'statement',
		line: 'deliver 7; drop 7; duplicate 7',
		about: ['What happens to message #7 of the network. `deliver A` takes the oldest held request of A.'],
	},
	{names: ['cut', 'heal'], group: 'statement', line: 'cut A safe; heal A safe', about: ['The network between two actors stops working, and works again.']},
	{
		names: ['step', 'run', 'runs', 'programs'],
		group: 'statement',
		line: 'step A [3]; run A',
		about: ['Executes the next steps of a program: `A runs acquire account; read account; write account balance-=10; release account` gives A one.'],
	},
	{names: ['expect'], group: 'statement', line: 'expect FACT', about: ['Asks whether a fact is true. See /help facts.']},
	{
		names: ['setup', 'client', 'lock', 'store', 'put', 'latency', 'pace', 'starts', 'retries'],
		group: 'word',
		line: 'client A; lock account lease ttl 10s; store safe fenced; put account balance=100; latency 1ms; pace 1s',
		about: ['Set-up comes before the first operation. Store rules: unfenced, fenced, fenced-strict, cas, fenced-cas, equal, uuid.'],
	},
	{
		names: ['messages', 'held', 'delayed', 'lost'],
		group: 'word',
		line: 'A write balance=90 delayed 90s',
		about: ['What happens to a message on its way stands after the operation: delayed 90s, reply delayed 15s, lost, reply lost, held.'],
	},
	{
		names: ['facts', 'fact'],
		group: 'word',
		line: 'A holds account; A believes account; token of A = 33; highest of safe = 34; value of raw balance = 90; last rejected on safe; stale-write on raw',
		about: ['Joined with not, and, or, and parentheses. Goals of lessons are facts, and `expect` asks for one.'],
	},
	{
		names: ['lease'],
		group: 'word',
		line: '',
		about: ['A lock with a time limit: it ends by itself, so that a crashed holder does not keep it for ever. The holder is not told.'],
	},
	{
		names: ['token', 'fence', 'fencing'],
		group: 'word',
		line: '',
		about: ['A number that comes with a grant and is higher than every earlier one. A fenced store rejects a token lower than the highest it has processed.'],
	},
	{
		names: ['belief'],
		group: 'word',
		line: '',
		about: ['What a client takes to be true about its lock, by its own clock. It can outlast the truth: that is what these lessons are about.'],
	},
	{names: ['two-believers'], group: 'property', line: '', about: ['Two clients believe at one instant that they hold one lock.']},
	{names: ['two-grants'], group: 'property', line: '', about: ['The lock service has two grants of one lock that have not expired.']},
	{names: ['token-regress'], group: 'property', line: '', about: ['A grant brings a token that is not higher than that of every earlier grant.']},
	{names: ['stale-write'], group: 'property', line: '', about: ['A store accepts a write of an older grant after it has heard of a newer one.']},
	{
		names: ['late-write'],
		group: 'property',
		line: '',
		about: ['A store accepts a write of a grant that is no longer the newest, whether or not the store can know.'],
	},
	{
		names: ['lost-update'],
		group: 'property',
		line: '',
		about: ['A store accepts a read-modify-write that was not based on the version just before it: the update between is lost.'],
	},
	{names: ['locked-out'], group: 'property', line: '', about: ['A store rejects a write of the client that does hold the lock.']},
	{names: ['torn-write'], group: 'property', line: '', about: ['The keys of one resource come from different grants, and the older one wrote later.']},
	{names: ['double-effect'], group: 'property', line: '', about: ['A job that was applied is applied again.']},
];
