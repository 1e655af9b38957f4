import type {HelpTopic} from './topics.js';

/** Every option word of a lock, a store and an operation, and the rules of a store. */
export const optionTopics: readonly HelpTopic[] = [
	{
		name: 'ttl',
		group: 'Options of a lock',
		usage: 'lock NAME SERVICE ttl DURATION · CLIENT acquire [LOCK] ttl DURATION · CLIENT renew [LOCK] ttl DURATION',
		meaning:
			'How long a lease lasts unless it is renewed; 10s if nothing is said. After an acquire or a renew it is the wish of that request alone.',
		example: ['lock account lease ttl 5s', 'A acquire account ttl 2s', 'wait 2s', 'B acquire account'],
	},
	{
		name: 'volatile',
		group: 'Options of a lock',
		usage: 'lock NAME lease volatile',
		meaning:
			'The lock service keeps its leases and its counter in memory only: a crash loses both, and the counter starts over at 1.',
		example: ['lock account lease volatile', 'A acquire account', 'locks crash', 'locks restart', 'B acquire account'],
	},
	{
		name: 'owner-check',
		words: ['off', 'on'],
		group: 'Options of a lock',
		usage: 'lock NAME lease owner-check off',
		meaning:
			'With the check off, whoever asks releases or renews the lease that is there, even if it is another client that holds it.',
		example: [
			'lock account lease owner-check off',
			'A acquire account',
			'B release account',
			'expect nobody holds account',
		],
	},
	{
		name: 'release way',
		words: ['release', 'compare-and-delete', 'delete', 'get-then-delete'],
		group: 'Options of a lock',
		usage: 'lock NAME redis|replicated release compare-and-delete|delete|get-then-delete',
		meaning:
			"How a client lets go of a Redis key. compare-and-delete looks for the client's own value and deletes in one step. delete removes whatever is there. get-then-delete looks first and deletes in a second round trip, and the key can change hands in between.",
		example: [
			'lock account redis ttl 5s release delete',
			'A acquire account',
			'wait 6s',
			'B acquire account',
			'A release account',
			'expect nobody holds account',
		],
	},
	{
		name: 'fsync',
		words: ['always', 'everysec'],
		group: 'Options of a lock',
		usage: 'lock NAME redis|redlock fsync always|everysec|no',
		meaning:
			'When a Redis node writes to its disk: at once, about every second, or never. What is not on the disk when it crashes is gone after the restart.',
		example: ['lock account redlock fsync no', 'A acquire account', 'n3 crash', 'n3 restart'],
	},
	{
		name: 'restart-delay',
		group: 'Options of a lock',
		usage: 'lock NAME redis|redlock restart-delay DURATION',
		meaning:
			'A restarted node answers nobody for this long. Longer than the longest ttl, and whatever it forgot has expired when it comes back.',
		example: ['lock account redlock ttl 10s restart-delay 11s', 'A acquire account', 'n3 crash', 'n3 restart'],
	},
	{
		name: 'counter-in-redis',
		group: 'Options of a lock',
		usage: 'lock NAME redis|replicated counter-in-redis',
		meaning: 'An INCR beside the key gives every grant a number. It is as durable as the rest of Redis, and no more.',
		example: ['lock account redis counter-in-redis', 'A acquire account', 'expect token of A = 33'],
	},
	{
		name: 'replication-lag',
		group: 'Options of a lock',
		usage: 'lock NAME replicated replication-lag DURATION',
		meaning:
			'How much later the replica hears of a change. A primary that crashes within this time takes the change with it.',
		example: [
			'lock account replicated replication-lag 100ms',
			'A acquire account',
			'wait 50ms',
			'primary crash',
			'failover',
			'B acquire account',
		],
	},
	{
		name: 'nodes',
		group: 'Options of a lock',
		usage: 'lock NAME redlock nodes N',
		meaning:
			'How many independent servers there are, 1 to 9; 5 unless set. A majority is more than half of this number, also when some of them are down.',
		example: ['lock account redlock nodes 3', 'n1 crash', 'A acquire account'],
	},
	{
		name: 'drift',
		group: 'Options of a lock',
		usage: 'lock NAME redlock drift PART',
		meaning:
			'The part of the ttl that a client takes off for clocks that run at different rates; 0.01 unless set. Two more milliseconds always come off.',
		example: ['lock account redlock ttl 10s drift 0.05', 'A acquire account', 'wait 9.5s'],
	},
	{
		name: 'elapsed-check',
		words: ['off', 'on'],
		group: 'Options of a lock',
		usage: 'lock NAME redlock elapsed-check off',
		meaning:
			'Off, the client does not look at how long the answers took, and takes a lock that may be over when it counts the votes.',
		example: ['lock account redlock elapsed-check off', 'A acquire account'],
	},
	{
		name: 'node-timeout',
		group: 'Options of a lock',
		usage: 'lock NAME redlock node-timeout DURATION',
		meaning: 'How long a client waits for nodes that do not answer, all of them together; 0 unless set.',
		example: ['lock account redlock node-timeout 50ms', 'n4 crash', 'A acquire account', 'expect time >= 50ms'],
	},
	{
		name: 'session-timeout',
		group: 'Options of a lock',
		usage: 'lock NAME zookeeper|etcd|consul session-timeout DURATION',
		meaning:
			'How long a session lives without a word from its client; ttl says the same. When it ends, its lock or its place in the line goes with it.',
		example: [
			'lock account zookeeper session-timeout 3s',
			'A acquire account',
			'A pause',
			'wait 3s',
			'expect nobody holds account',
		],
	},
	{
		name: 'token source',
		words: ['token', 'czxid', 'suffix', 'row', 'sequence'],
		group: 'Options of a lock',
		usage: 'lock NAME zookeeper token czxid|suffix · lock NAME postgres token row|sequence',
		meaning:
			"What a client takes for its token. czxid, the number of the transaction that made the znode, always rises; the suffix of the znode's name can start over. row raises a number with the grant itself; sequence draws it before the lock is had, so that the later holder can have the lower number.",
		example: ['lock account zookeeper token suffix', 'A acquire account', 'expect token of A = 33'],
	},
	{
		name: 'waiter-check',
		words: ['off', 'on'],
		group: 'Options of a lock',
		usage: 'lock NAME etcd waiter-check off',
		meaning:
			'Off, a client whose turn has come is not asked whether its lease still lives: it is told that it holds a lock that another may have.',
		example: ['lock account etcd waiter-check off', 'A acquire account', 'B acquire account'],
	},
	{
		name: 'lock-delay',
		group: 'Options of a lock',
		usage: 'lock NAME consul lock-delay DURATION',
		meaning:
			'For this long after its holder failed, nobody is granted the lock; 15s unless set. A release by the holder itself causes no delay.',
		example: [
			'lock account consul session-timeout 10s lock-delay 15s',
			'A acquire account',
			'A crash',
			'wait 12s',
			'B acquire account',
		],
	},
	{
		name: 'behavior',
		group: 'Options of a lock',
		usage: 'lock NAME consul behavior release|delete',
		meaning:
			'What becomes of the key when the session of its holder ends: it is released and keeps its LockIndex, or it is deleted and the index starts over.',
		example: ['lock account consul session-timeout 10s behavior delete', 'A acquire account', 'A crash', 'wait 10s'],
	},
	{
		name: 'unfenced',
		group: 'Rules of a store',
		usage: 'store NAME unfenced',
		meaning: 'Accepts every write. A token that is sent is kept for the history and never looked at.',
		example: ['A write account balance=90 to raw', 'expect A accepted on raw'],
	},
	{
		name: 'fenced',
		group: 'Rules of a store',
		usage: 'store NAME fenced',
		meaning:
			'Rejects a write whose token is lower than the highest it has processed; an equal one passes, since one holder writes more than once.',
		example: [
			'A acquire account',
			'A write account balance=90 to safe',
			'A write account balance=80 to safe token 32',
			'expect A rejected on safe',
		],
	},
	{
		name: 'fenced-strict',
		group: 'Rules of a store',
		usage: 'store NAME fenced-strict',
		meaning:
			'Takes each token once: only one that is higher than all before it passes, so a holder cannot write twice under one grant.',
		example: [
			'store safe fenced-strict',
			'A acquire account',
			'A write account balance=90 to safe',
			'A write account balance=80 to safe',
			'expect last rejected',
		],
	},
	{
		name: 'equal',
		group: 'Rules of a store',
		usage: 'store NAME equal',
		meaning:
			'Keeps the first token it gets and accepts no other, ever. It shows why a comparison for equality is no fence.',
		example: [
			'store safe equal',
			'A acquire account',
			'A write account balance=90 to safe',
			'A write account balance=80 to safe token 40',
			'expect last rejected',
		],
	},
	{
		name: 'uuid',
		group: 'Rules of a store',
		usage: 'store NAME uuid',
		meaning:
			'Accepts a token it does not know as the new one and retires the one before it. Random values have no order, so a late stranger looks like the next holder.',
		example: [
			'store safe uuid',
			'A acquire account',
			'A write account balance=90 to safe',
			'A write account balance=80 to safe token 7',
			'expect last accepted',
		],
	},
	{
		name: 'cas',
		words: ['if version'],
		group: 'Rules of a store',
		usage: 'store NAME cas',
		meaning:
			'Compares versions and not tokens: a write passes if it is based on the version that is current in the store.',
		example: [
			'store safe cas',
			'A read account',
			'B read account',
			'A write account balance=90 to safe',
			'B write account balance=80 to safe',
			'expect last rejected',
		],
	},
	{
		name: 'fenced-cas',
		group: 'Rules of a store',
		usage: 'store NAME fenced-cas',
		meaning: 'Asks for both: a token that is not lower than the highest processed, and the current version.',
		example: [
			'store safe fenced-cas',
			'A acquire account',
			'A read account',
			'A write account balance=90 to safe',
			'expect last accepted',
		],
	},
	{
		name: 'ratchet read',
		words: ['ratchet'],
		group: 'Options of a store',
		usage: 'store NAME RULE ratchet read',
		meaning:
			'Reads carry the token and raise the highest that the store has processed: after the read of a new holder, an older one can no longer write.',
		example: ['store safe fenced ratchet read', 'A acquire account', 'A read account', 'expect highest of safe = 33'],
	},
	{
		name: 'check read',
		words: ['check'],
		group: 'Options of a store',
		usage: 'store NAME RULE check read',
		meaning: 'Reads carry the token and are rejected when it is too low, but they do not raise the highest.',
		example: ['store safe fenced check read', 'A acquire account', 'A read account', 'expect highest of safe = none'],
	},
	{
		name: 'scope',
		words: ['key', 'resource', 'global'],
		group: 'Options of a store',
		usage: 'store NAME RULE scope key|resource|global',
		meaning: 'What the store keeps one highest token for: each key, each resource, or everything it holds.',
		example: [
			'store safe fenced scope key',
			'put account balance=100 note=new',
			'A acquire account',
			'A write account balance=90 to safe',
		],
	},
	{
		name: 'forgets',
		group: 'Options of a store',
		usage: 'store NAME RULE forgets',
		meaning: 'The highest token is kept in memory only: after a crash the store has never heard of any.',
		example: [
			'store safe fenced forgets',
			'A acquire account',
			'A advance account',
			'safe crash',
			'safe restart',
			'expect highest of safe = none',
		],
	},
	{
		name: 'text-tokens',
		group: 'Options of a store',
		usage: 'store NAME fenced|fenced-strict|fenced-cas text-tokens',
		meaning: 'Compares tokens as text, letter by letter, and so takes 9 for higher than 10.',
		example: [
			'store safe fenced text-tokens',
			'A write account balance=90 to safe token 9',
			'A write account balance=80 to safe token 10',
			'expect last rejected',
		],
	},
	{
		name: 'dedupes',
		group: 'Options of a store',
		usage: 'store NAME RULE dedupes',
		meaning:
			'The store remembers the jobs it has applied; a write as a job that it knows is answered as before and not applied again.',
		example: [
			'store raw unfenced dedupes',
			'A write account balance=90 to raw as job pay-7',
			'A write account balance=90 to raw as job pay-7',
			'expect version of raw = 1',
		],
	},
	{
		name: 'non-atomic',
		group: 'Options of a store',
		usage: 'store NAME RULE non-atomic',
		meaning: 'The store checks a write and applies it in two steps, and another write can come between.',
		example: [
			'store safe fenced non-atomic',
			'A acquire account',
			'A write account balance=90 to safe held',
			'deliver A',
			'deliver A',
		],
	},
	{
		name: 'to',
		group: 'Options of an operation',
		usage: 'CLIENT read|write|advance ... to STORE',
		meaning: 'Sends it to one store only, and not to all of them.',
		example: ['A acquire account', 'A write account balance=90 to safe'],
	},
	{
		name: 'token N',
		words: ['token', 'no token', 'no'],
		group: 'Options of an operation',
		usage: 'CLIENT write|advance ... token N · no token',
		meaning: 'Sends this token, or none, in place of the one that came with the last grant.',
		example: [
			'A write account balance=90 to safe token 40',
			'A write account balance=80 to safe no token',
			'expect last rejected',
		],
	},
	{
		name: 'if version',
		words: ['if', 'version'],
		group: 'Options of an operation',
		usage: 'CLIENT write ... if version N',
		meaning:
			'A conditional write: based on version N, whatever the client remembers. A store that compares versions rejects it when another is current.',
		example: [
			'store safe cas',
			'A write account balance=90 to safe if version 0',
			'A write account balance=80 to safe if version 0',
			'expect last rejected',
		],
	},
	{
		name: 'as job',
		words: ['as', 'job'],
		group: 'Options of an operation',
		usage: 'CLIENT write ... as job NAME',
		meaning: 'Gives the write the name of a job whose effect must happen once, such as a letter or a payment.',
		example: [
			'A write account balance=90 to raw as job pay-7',
			'A write account balance=90 to raw as job pay-7',
			'expect double-effect on raw',
		],
	},
];
