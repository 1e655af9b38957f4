/** A word of the field in our own sentences. */
type FieldWord = {
	readonly word: string;
	readonly words?: readonly string[];
	readonly meaning: string;
	readonly also?: readonly string[];
	readonly example: readonly string[];
};

/** The words of the field. Order: as they are met. Source: domain.md, section 4, for what each word means; Gray and Cheriton 1989 for the lease, Burrows 2006 for sequencer and jeopardy. */
export const fieldWords: readonly FieldWord[] = [
	{
		word: 'lease',
		meaning:
			'A lock with an end: its holder has it for a while, and after that anybody may get it, whether or not the holder has noticed.',
		also: ['lock with TTL'],
		example: ['A acquire account', 'wait until expiry', 'B acquire account'],
	},
	{
		word: 'holder',
		words: ['grant'],
		meaning:
			'The client to which the lock service has granted the lock, for as long as that grant has not expired or been given back.',
		example: ['A acquire account', 'expect A holds account'],
	},
	{
		word: 'belief',
		meaning:
			'What a client takes to be true about its lock, by its own clock. It can outlast the truth: that is what these lessons are about.',
		example: [
			'A acquire account',
			'A pause',
			'wait until expiry',
			'expect A believes account and nobody holds account',
		],
	},
	{
		word: 'expiry',
		words: ['expire', 'expires', 'expired'],
		meaning: 'The end of a lease at its time, by the clock of the lock service. Nobody tells the holder.',
		example: ['A acquire account', 'wait until expiry', 'expect nobody holds account'],
	},
	{
		word: 'fencing token',
		words: ['token', 'fencing'],
		meaning:
			'A number that comes with a grant and is greater than every earlier one. The client sends it with each operation; a store that remembers the highest it has processed can tell a late write by it.',
		also: ['sequencer (Chubby)', 'epoch (Kafka, QJM)', 'term (Raft)', 'ballot (Paxos)', 'generation'],
		example: ['A acquire account', 'A write account balance=90 to safe', 'expect highest of safe = 33'],
	},
	{
		word: 'fence',
		meaning:
			'The rule of a store that rejects a token lower than the highest it has processed. It orders what reaches the store; it does not keep two clients apart.',
		example: [
			'A acquire account',
			'A advance account',
			'B write account balance=80 to safe token 32',
			'expect last rejected',
		],
	},
	{
		word: 'sequencer',
		meaning:
			"Chubby's token: the name of the lock, its mode and its generation in one text that a server can check. Consul's is the key, its LockIndex and the session.",
		example: ['lock account consul', 'A acquire account', 'A write account balance=90 to safe'],
	},
	{
		word: 'epoch',
		words: ['generation', 'term', 'ballot'],
		meaning:
			'The number of a period in which one holder was in charge. Everything the holder does in that period carries the same number.',
		also: ['generation', 'term', 'ballot'],
		example: [
			'A acquire account',
			'A write account balance=90 to safe',
			'A write account balance=80 to safe',
			'expect highest of safe = 33',
		],
	},
	{
		word: 'ratchet',
		words: ['high-water mark', 'lastpromisedepoch'],
		meaning: 'The highest token a store has processed, kept so that it can stay or rise and never fall.',
		also: ['high-water mark', 'lastPromisedEpoch'],
		example: [
			'A write account balance=90 to safe token 40',
			'A write account balance=80 to safe token 39',
			'expect highest of safe = 40',
		],
	},
	{
		word: 'advance the fence',
		words: ['advance', 'newepoch', 'touch'],
		meaning:
			'To raise the ratchet before any data is changed, as the first thing a new holder does: from then on every older holder is shut out.',
		also: ['newEpoch', 'set_fence', 'touch', 'claim'],
		example: ['A acquire account', 'A advance account', 'expect highest of safe = 33'],
	},
	{
		word: 'zombie',
		words: ['stale holder', 'old leader'],
		meaning: 'A client whose lease has ended, that has not found out, and that still acts as the holder.',
		also: ['stale holder', 'old leader'],
		example: [
			'A acquire account',
			'A pause',
			'wait until expiry',
			'B acquire account',
			'A resume',
			'A write account balance=90 to raw',
		],
	},
	{
		word: 'fenced off',
		words: ['fenced out', 'stale_epoch', 'producerfenced'],
		meaning: 'Turned away by a ratchet, because a newer holder has been heard of.',
		also: ['STALE_EPOCH', 'ProducerFenced'],
		example: [
			'A write account balance=80 to safe token 34',
			'A write account balance=90 to safe token 33',
			'expect A rejected on safe',
		],
	},
	{
		word: 'process pause',
		words: ['pause', 'gc pause', 'stop-the-world'],
		meaning:
			'A process stops between any two of its instructions, for any time, and does not notice: garbage collection, a swapped page, a moved virtual machine, Ctrl-Z.',
		also: ['GC pause', 'stop-the-world'],
		example: ['A acquire account', 'A pause for 15s', 'wait 15s', 'A write account balance=90 to raw'],
	},
	{
		word: 'lease term',
		words: ['ttl'],
		meaning: 'How long the grantor promises not to grant again. Its clock decides, not that of the holder.',
		also: ['TTL', 'initial validity time (Redlock)'],
		example: ['lock account lease ttl 3s', 'A acquire account', 'wait 3s', 'expect nobody holds account'],
	},
	{
		word: 'validity',
		words: ['min_validity', 'validity time'],
		meaning:
			'What is left of a Redlock when the client has counted its votes: the ttl without the time that the round took and without the allowance for drift.',
		also: ['MIN_VALIDITY'],
		example: ['latency 100ms', 'lock account redlock ttl 10s', 'A acquire account'],
	},
	{
		word: 'session',
		meaning:
			'A relation of client and service that lives as long as the service hears from the client in time. Locks hang on it and go with it.',
		also: ['CP session (Hazelcast)', 'lease (etcd)'],
		example: [
			'lock account zookeeper session-timeout 5s',
			'A acquire account',
			'A pause',
			'wait 5s',
			'expect nobody holds account',
		],
	},
	{
		word: 'heartbeat',
		words: ['keepalive', 'watchdog', 'renewal', 'auto-extension'],
		meaning:
			'The message that extends a session or a lease before it ends. It shows that something in the client runs, and not that the work goes on.',
		also: ['keepalive', 'renewal', 'watchdog (Redisson)', 'auto-extension'],
		example: ['A acquire account', 'wait 6s', 'A renew account', 'wait 6s', 'expect A holds account'],
	},
	{
		word: 'lock-delay',
		words: ['grace'],
		meaning:
			"The time for which a lock stays ungranted after its holder failed, so that the holder's late messages can run out. It makes a late write less likely, and not impossible.",
		also: ["grace (not Chubby's grace period, which is the client's)"],
		example: [
			'lock account consul session-timeout 10s lock-delay 15s',
			'A acquire account',
			'A crash',
			'wait 11s',
			'B acquire account',
			'expect last denied',
		],
	},
	{
		word: 'jeopardy',
		words: ['suspended'],
		meaning:
			'The state of a Chubby client whose own estimate of its lease has run out: it may still hold, and must not act until it knows.',
		also: ['SUSPENDED (Curator)'],
		example: ['A acquire account', 'cut A locks', 'wait 10s', 'expect not A believes account'],
	},
	{
		word: 'clock drift',
		words: ['drift', 'skew', 'step', 'clock skew', 'clock step', 'jump', 'clock jump'],
		meaning:
			'Three faults of clocks. Drift: it runs at another rate. Skew: it is off by some amount. Step: it jumps, because somebody or NTP has set it.',
		also: ['jump, for a step'],
		example: ['lock account redis ttl 10s', 'A acquire account', 'locks clock +11s', 'wait 1ms', 'B acquire account'],
	},
	{
		word: 'monotonic clock',
		words: ['monotonic', 'wall clock', 'clock'],
		meaning:
			'It only counts on, from an arbitrary start, and is right for measuring how long something took. A wall clock tells the date and can be set, back as well.',
		also: ['CLOCK_MONOTONIC; gettimeofday for a wall clock'],
		example: ['A acquire account', 'A clock +1m', 'expect A believes account'],
	},
	{
		word: 'quorum',
		words: ['majority'],
		meaning:
			'More than half of a number of nodes that is fixed beforehand. Two quorums share a node; that node has to remember, or it is no use that they do.',
		also: ['majority'],
		example: ['lock account redlock nodes 5', 'n1 crash', 'n2 crash', 'A acquire account', 'expect last granted'],
	},
	{
		word: 'split brain',
		words: ['split-brain', 'dual primary'],
		meaning: 'Two nodes act at one time, each as the only one.',
		also: ['dual primary'],
		example: [
			'lock account replicated replication-lag 1s',
			'A acquire account',
			'primary crash',
			'failover',
			'B acquire account',
			'expect two-grants',
		],
	},
	{
		word: 'linearizability',
		words: ['linearizable', 'strong consistency'],
		meaning:
			'Every operation looks as if it had happened at one instant between its call and its return, for everybody.',
		also: ['strong consistency'],
		example: ['A write account balance=90 to raw', 'B read account to raw'],
	},
	{
		word: 'safety and liveness',
		words: ['safety', 'liveness'],
		meaning:
			'Safety: nothing bad ever happens. Liveness: something good happens in the end. A fence is about safety; a ttl is there for liveness.',
		example: ['A acquire account', 'A crash', 'wait until expiry', 'B acquire account', 'expect last granted'],
	},
	{
		word: 'system model',
		words: ['system models', 'synchronous', 'partially synchronous', 'asynchronous'],
		meaning:
			'What is assumed about time. Synchronous: delays, pauses and clock errors have known bounds. Partially synchronous: mostly they keep them. Asynchronous: there are none. A lock that is safe only in the first is broken by one long pause.',
		example: ['A acquire account', 'A write account balance=90 delayed 90s', 'wait 90s'],
	},
	{
		word: 'compare-and-set',
		words: ['cas', 'conditional write', 'occ', 'optimistic locking', 'if-match', 'compare-and-swap'],
		meaning:
			'A write that happens only if nothing has changed since the writer read. It needs no lock, and it is no fence: whose lock it is plays no part.',
		also: ['conditional write', 'If-Match', 'optimistic concurrency control (OCC)', 'optimistic locking'],
		example: [
			'store safe cas',
			'A read account',
			'B read account',
			'A write account balance-=10 to safe',
			'B write account balance-=10 to safe',
			'expect last rejected',
		],
	},
	{
		word: 'idempotency key',
		words: ['idempotency', 'idempotent', 'dedup key'],
		meaning:
			'A name that a sender gives to one operation. By it a receiver knows a repetition when it comes, and does the operation once.',
		also: ['dedup key'],
		example: [
			'store raw unfenced dedupes',
			'A write account balance=90 to raw as job pay-7',
			'B write account balance=90 to raw as job pay-7',
			'expect version of raw = 1',
		],
	},
	{
		word: 'efficiency and correctness',
		words: ['efficiency', 'correctness'],
		meaning:
			"Two purposes of a lock. If it fails, one for efficiency costs work done twice; one for correctness costs the data. Only the second needs a fence. The words are Kleppmann's.",
		example: ['A acquire account', 'A write account balance=90 to raw', 'B write account balance=80 to raw'],
	},
	{
		word: 'advisory lock',
		meaning: 'A lock that keeps away only those who ask for it. Whoever does not ask can write all the same.',
		example: ['A acquire account', 'B write account balance=80 to raw', 'expect B accepted on raw'],
	},
	{
		word: 'deadlock',
		meaning:
			'A circle of waits: each has what another one waits for. A database finds it, rolls one transaction back, and lets the others go on.',
		example: [
			'store ledger transactional',
			'put other n=0',
			'A begin ledger',
			'A write account balance=90 to ledger',
			'B begin ledger',
			'B write other n=1 to ledger',
			'A write other n=2 to ledger',
			'B write account balance=80 to ledger',
			'expect last rejected on ledger',
		],
	},
	{
		word: 'stonith',
		words: ['node fencing', 'peer fencing'],
		meaning:
			'Shoot the other node in the head: cut the power or the network of a suspected holder before another takes over, where the resource itself cannot check anything.',
		also: ['node fencing', 'peer fencing'],
		example: [
			'A acquire account',
			'A pause',
			'cut A raw safe',
			'wait until expiry',
			'B acquire account',
			'A resume',
			'A write account balance=90',
			'expect not A accepted on raw',
		],
	},
	{
		word: 'delayed restart',
		meaning:
			'Keeping a crashed Redlock node away for longer than the longest ttl, so that whatever it has forgotten is over when it comes back.',
		example: ['lock account redlock ttl 10s fsync no restart-delay 11s', 'A acquire account', 'n3 crash', 'n3 restart'],
	},
	{
		word: 'aba',
		words: ['aba problem'],
		meaning:
			'A value goes away and comes back, and whoever compares for equality believes that nothing happened. A number that only rises cannot come back.',
		example: [
			'A read account',
			'B write account balance=80',
			'B write account balance=100',
			'expect value of raw balance = 100 and version of raw = 2',
		],
	},
	{
		word: 'adversary',
		meaning:
			'Who makes things go wrong: pauses, clocks, late messages, crashes. Where you are the adversary, the lesson asks you to break a design.',
		example: ['A acquire account', 'A pause', 'wait until expiry', 'B acquire account', 'expect two-believers'],
	},
	{
		word: 'engineer',
		meaning:
			'Who builds. Where you are the engineer, the lesson asks for a rule or a program that holds, whatever the adversary does.',
		example: [
			'store vault fenced',
			'A acquire account',
			'A write account balance=90 to vault',
			'expect highest of vault = 33',
		],
	},
	{
		word: 'par',
		meaning:
			'The fewest statements that solve a task, waits not counted. The explorer has searched all shorter ways and found that none of them does.',
		example: ['A acquire account', 'A release account', 'expect nobody holds account'],
	},
];
