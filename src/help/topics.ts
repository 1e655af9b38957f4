import {factTopics} from './facts.js';
import {
	listedLockKinds,
	listedStoreRules,
	lockKindTopics,
	lockOptionTopics,
	storeOptionTopics,
	storeRuleTopics,
	usageOfStoreOptions,
} from './kinds.js';
import {optionTopics} from './options.js';

/** What help says about one word. Shape: `example` is lines that run one after another in the sandbox's world; `name` is the word a reader looks for. */
export type HelpTopic = {
	readonly name: string;
	/** Other words that lead here. */
	readonly words?: readonly string[];
	readonly group: HelpGroup;
	/** How it is written; null for a word that is not written in a statement. */
	readonly usage: string | null;
	readonly meaning: string;
	readonly example: readonly string[];
};

/** The parts of the list of topics. */
export type HelpGroup = (typeof helpGroups)[number];

export const helpGroups = [
	'What clients do',
	'What the world does',
	'Messages',
	'Options of an operation',
	'Programs',
	'Set up a world',
	'Lock services',
	'Options of a lock',
	'Rules of a store',
	'Options of a store',
	'Facts',
	'Properties',
	'Words of the field',
] as const;

/** What the language has to say about a word in any case; empty for a word that it does not have. Order: what has this name first, and then as a reader meets them. */
export function helpTopicsOn(word: string, topics: readonly HelpTopic[] = helpTopics()): readonly HelpTopic[] {
	const wanted = word.toLowerCase();
	const isNamed = ({name}: HelpTopic) => name.toLowerCase() === wanted;
	const others = topics.filter((topic) => !isNamed(topic) && topic.words?.includes(wanted) === true);
	return [...topics.filter(isNamed), ...others];
}

/** The other statements. */
const statementTopics: readonly HelpTopic[] = [
	{
		name: 'client',
		group: 'Set up a world',
		usage: 'client NAME',
		meaning: 'Adds a client. A world has up to 26 of them; each has a clock, a memory and beliefs of its own.',
		example: ['client C', 'C acquire account'],
	},
	{
		name: 'put',
		group: 'Set up a world',
		usage: 'put RESOURCE KEY=VALUE ...',
		meaning: 'Puts initial data into every store, as version 0. A value with spaces is written in quotes.',
		example: ['put account balance=100 note="opened today"', 'A read account'],
	},
	{
		name: 'latency',
		group: 'Set up a world',
		usage: 'latency DURATION',
		meaning: 'Sets how long every message takes one way. It is 0 unless set, and then an operation takes no time.',
		example: ['latency 1ms', 'A acquire account'],
	},
	{
		name: 'pace',
		group: 'Set up a world',
		usage: 'pace DURATION',
		meaning: 'Sets the time that one step of a self-running program takes, 1s unless set.',
		example: ['pace 500ms', 'A runs acquire account; release account', 'A starts', 'wait 1s'],
	},
	{
		name: 'faults',
		words: ['delay', 'late', 'lose', 'rate', 'suspend', 'node', 'revoke'],
		group: 'Set up a world',
		usage: 'faults KIND N ...',
		meaning:
			'Says how many faults of each kind the explorer may spend in one schedule. What you do not name is 0; time passing, and expiry with it, is always free. Of messages: delay holds a write, late any other message, lose loses one, duplicate brings one twice. Of clients: pause, suspend, rate, clock, crash. cut cuts a client off from a service or a store. Of servers: node crashes one, restart, failover, revoke. suspend lets a machine sleep, and rate lets the clocks of a client run at half or double speed. restart kills the lock service, failover changes its leader, revoke lets an operator take a lock away. A verdict says which kinds it searched, and which it did not.',
		example: ['faults delay 1 cut 1'],
	},
	{
		name: 'acquire',
		group: 'What clients do',
		words: ['within'],
		usage: 'CLIENT acquire [LOCK] [ttl DURATION] [within DURATION]',
		meaning:
			'Asks the lock service for the lock. A grant brings a lease and a fencing token; if another holds it, the answer is a denial, or a place in its line. within: for so long the client is ready to wait for the answer, or in the line; then it gives up.',
		example: [
			'lock account etcd',
			'A acquire account',
			'B acquire account within 2s',
			'wait 2s',
			'expect not B waits account',
		],
	},
	{
		name: 'renew',
		group: 'What clients do',
		usage: 'CLIENT renew [LOCK] [ttl DURATION]',
		meaning: 'Extends the lease before it expires. The token stays, because the holder stays.',
		example: ['A acquire account', 'wait 5s', 'A renew account'],
	},
	{
		name: 'release',
		group: 'What clients do',
		usage: 'CLIENT release [LOCK]',
		meaning: 'Gives the lock back. Only the holder can; for anyone else nothing changes.',
		example: ['A acquire account', 'A release account'],
	},
	{
		name: 'keeps',
		words: ['watchdog', 'every', 'off'],
		group: 'What clients do',
		usage: 'CLIENT keeps [LOCK] every DURATION · CLIENT keeps [LOCK] off',
		meaning:
			'The client renews in the background, so often by its own clock, for as long as it believes and its process runs: a watchdog. It may be said before the grant. It ends with a release, a denied renewal or the end of belief, and must then be said again. A renewal that a pause held up is sent once, after it.',
		example: [
			'A keeps account every 3s',
			'A acquire account',
			'A works 45s',
			'wait 45s',
			'expect A holds account',
			'A keeps account off',
			'wait until expiry',
		],
	},
	{
		name: 'works',
		group: 'What clients do',
		usage: 'CLIENT works DURATION',
		meaning:
			'The client computes for so long and does nothing else. Time does not pass by itself: let it, with wait. A pause makes it longer. Until it is done, it takes no other line but pause, suspend, resume, crash, restart, clock and keeps off.',
		example: [
			'A acquire account ttl 30s',
			'A works 45s',
			'wait 45s',
			'A check account',
			'expect not A believes account and nobody holds account',
		],
	},
	{
		name: 'check',
		group: 'What clients do',
		usage: 'CLIENT check [LOCK]',
		meaning:
			'The client compares its own clock with the deadline it believes in. No message is sent, so nobody else has a say in it.',
		example: ['A acquire account', 'A check account'],
	},
	{
		name: 'ask',
		group: 'What clients do',
		usage: 'CLIENT ask [LOCK]',
		meaning: 'The client asks the lock service whether it still holds. The answer is true at the moment it is given.',
		example: ['A acquire account', 'A ask account'],
	},
	{
		name: 'read',
		group: 'What clients do',
		words: ['for update'],
		usage: 'CLIENT read [RESOURCE] [for update] [to STORE]',
		meaning:
			'Reads the resource from every store. The client remembers the values and the version it saw at each. for update: within a transaction, it also locks the row until the transaction is over, at the stores where one is open; another for update or write of the row waits.',
		example: [
			'store ledger transactional',
			'A read account',
			'A begin ledger',
			'A read account for update',
			'B write account balance=0 to ledger',
			'expect last unknown',
			'A rollback ledger',
			'expect B accepted on ledger',
		],
	},
	{
		name: 'write',
		group: 'What clients do',
		usage: 'CLIENT write [RESOURCE] KEY=VALUE [to STORE] [token N | no token] [if version N] [as job NAME]',
		meaning:
			'Writes one key to every store, with the token last got at a grant. += and -= compute the value from what the client remembers, which makes it a read-modify-write.',
		example: [
			'A acquire account',
			'A read account',
			'A write account balance-=10',
			'A write account balance=80 to raw token 32',
		],
	},
	{
		name: 'advance',
		group: 'What clients do',
		usage: 'CLIENT advance [RESOURCE] [to STORE] [token N | no token]',
		meaning:
			"Raises the fence at every store to the client's token without writing, so that older holders are shut out from now on.",
		example: ['A acquire account', 'A advance account'],
	},
	{
		name: 'begin',
		words: ['transaction'],
		group: 'What clients do',
		usage: 'CLIENT begin [STORE]',
		meaning:
			'Begins a transaction at a transactional store. What the client reads and writes there belongs to it until a commit or a rollback: it sees what is committed and its own writes, and nobody else sees those. Every other write is a transaction of its own.',
		example: [
			'store ledger transactional',
			'A begin ledger',
			'A write account balance=90 to ledger',
			'B read account to ledger',
			'expect version of ledger = 0',
			'A commit ledger',
			'expect version of ledger = 1',
		],
	},
	{
		name: 'commit',
		group: 'What clients do',
		usage: 'CLIENT commit [STORE]',
		meaning:
			'Ends the transaction: its writes are accepted, judged and seen, all at once, and its rows are free. Where the store has no such transaction any more, the commit is rejected, and nothing of it is there.',
		example: [
			'store ledger transactional idle-timeout 30s',
			'A begin ledger',
			'A write account balance=90 to ledger',
			'wait 30s',
			'A commit ledger',
			'expect last rejected',
		],
	},
	{
		name: 'rollback',
		group: 'What clients do',
		usage: 'CLIENT rollback [STORE]',
		meaning:
			'Ends the transaction as if it had never begun. Its rows are free, what waited behind it goes on, and the client forgets what it read from that store.',
		example: [
			'store ledger transactional',
			'A begin ledger',
			'A write account balance=90 to ledger',
			'A rollback ledger',
			'expect version of ledger = 0',
		],
	},
	{
		name: 'shares',
		words: ['pooler', 'pool'],
		group: 'Set up a world',
		usage: 'CLIENT shares CLIENT',
		meaning:
			'Puts two clients on one pooled connection to the lock service, as a pooler does. It matters where a connection holds a lock: a Postgres advisory lock is then granted to both, and what one gives back the other has no more. A crash of one of them does not close the connection.',
		example: [
			'A shares B',
			'lock account advisory',
			'A acquire account',
			'B acquire account',
			'expect A believes account and B believes account',
		],
	},
	{
		name: 'pause',
		words: ['for'],
		group: 'What clients do',
		usage: 'CLIENT pause [for DURATION] · locks pause [for DURATION]',
		meaning:
			'The process stops, as in a garbage collection. Messages wait for it, its timers run late, and it still believes what it believed. /help locks tells of a lock service that is paused.',
		example: ['A acquire account', 'A pause for 15s', 'wait 15s'],
	},
	{
		name: 'suspend',
		group: 'What clients do',
		usage: 'CLIENT suspend [for DURATION]',
		meaning:
			'The machine of the client sleeps, as with a closed lid. It is a pause in which the monotonic clock stands still: after the resume the client believes for all the time that was left. The wall clock is right again at once.',
		example: [
			'A acquire account ttl 10s',
			'A suspend for 60s',
			'wait 60s',
			'A check account',
			'wait 9s',
			'expect A believes account and nobody holds account',
		],
	},
	{
		name: 'resume',
		group: 'What clients do',
		usage: 'CLIENT resume · locks resume',
		meaning:
			'The process goes on where it stopped. The step it was about to do comes first, before it notices what has happened.',
		example: ['A acquire account', 'A pause', 'wait 12s', 'A resume', 'A write account balance=90'],
	},
	{
		name: 'crash',
		words: ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9'],
		group: 'What the world does',
		usage: 'CLIENT crash · STORE crash · locks crash · primary crash · replica crash · r2 crash · n3 crash',
		meaning:
			'A client dies and forgets everything, its token too. A store or the lock service loses power until it restarts.',
		example: ['A acquire account', 'A crash', 'A restart', 'locks crash', 'locks restart'],
	},
	{
		name: 'restart',
		group: 'What the world does',
		usage:
			'CLIENT restart · STORE restart · locks restart · primary restart · replica restart · r2 restart · n3 restart',
		meaning:
			'Starts again what has crashed. A store keeps its data; it keeps the highest token unless it forgets. A primary that is back after a failover follows the one that leads, and takes over what that one has.',
		example: ['safe crash', 'safe restart'],
	},
	{
		name: 'clock',
		group: 'What the world does',
		usage: 'CLIENT clock +DURATION · CLIENT clock -DURATION · CLIENT clock xRATE · n3 clock +DURATION',
		meaning:
			'The wall clock steps forward or back, as when somebody sets it. A lease counts on the monotonic clock, which never steps. x0.5 lets both clocks of a client run at half speed from now on, from x0.1 to x10; a slow clock believes longer than the lease lasts.',
		example: ['A clock +5s', 'A acquire account ttl 10s', 'A clock x0.5', 'wait 15s', 'expect A believes account'],
	},
	{
		name: 'wait',
		words: ['until', 'expiry', 'wait until', 'until expiry', 'wait until expiry'],
		group: 'What the world does',
		usage: 'wait DURATION · wait until expiry',
		meaning:
			'Time passes: deadlines, deliveries and self-running programs happen in their order. until expiry stops at the next lease that runs out.',
		example: ['A acquire account', 'wait 6s', 'wait until expiry'],
	},
	{
		name: 'locks',
		words: ['locks pause', 'locks resume'],
		group: 'What the world does',
		usage: 'locks crash · locks restart · locks pause [for DURATION] · locks resume',
		meaning:
			'crash: the lock service loses power, every node of a redlock too; restart: it comes back. Its leases and its counter survive, unless the lock is volatile; leases go on running out meanwhile. pause: its process or its machine stands still, its clock does not. When it goes on, what is due comes first: etcd and ZooKeeper end every session that was silent too long, those of living clients too. Then it does what was sent meanwhile, even for a client that has given up.',
		example: [
			'lock account redis ttl 10s',
			'locks pause',
			'A acquire account',
			'wait 25s',
			'locks resume',
			'expect A holds account and not A believes account',
		],
	},
	{
		name: 'kill',
		group: 'What the world does',
		usage: 'locks kill · locks restart',
		meaning:
			'The process of the lock service dies, and its machine lives: what was handed to the operating system is still there. A loss of power (locks crash) takes everything since the last write to disk.',
		example: [
			'lock account redis fsync everysec',
			'A acquire account',
			'locks kill',
			'locks restart',
			'expect A holds account',
		],
	},
	{
		name: 'revoke',
		words: ['locks revoke'],
		group: 'What the world does',
		usage: 'locks revoke LOCK',
		meaning:
			'An operator takes the lock away from its holder, who is told only where the system tells it. A lock-delay applies.',
		example: ['A acquire account', 'locks revoke account', 'B acquire account', 'expect two-believers'],
	},
	{
		name: 'delete',
		group: 'What the world does',
		usage: 'locks delete LOCK',
		meaning:
			'An operator deletes the record of a lock, and its numbers with it where they stand in the record: the next token is 1 again.',
		example: [
			'lock account consul',
			'A acquire account',
			'locks delete account',
			'B acquire account',
			'expect token of B = 1 and token-regress',
		],
	},
	{
		name: 'primary',
		words: ['replica', 'r1', 'r2', 'r3', 'r4', 'r5'],
		group: 'What the world does',
		usage: 'primary crash · primary restart · replica crash · replica restart · failover',
		meaning:
			'The primary of a replicated lock service loses power. What it had not copied to the replica yet is lost with it.',
		example: ['lock account replicated', 'A acquire account', 'primary crash'],
	},
	{
		name: 'failover',
		group: 'What the world does',
		usage: 'failover · failover r2 · locks failover',
		meaning:
			'failover: the replica of a replicated lock service becomes the primary at once, with what it has; the first, unless one of several is named. locks failover: a new leader of etcd, ZooKeeper or Consul takes over without an outage, and every session has its full time again.',
		example: ['lock account replicated', 'A acquire account', 'primary crash', 'failover'],
	},
	{
		name: 'cut',
		group: 'What the world does',
		usage: 'cut FIRST OTHER ...',
		meaning: 'Cuts the network between the first and each of the others. A message sent across the cut is lost.',
		example: ['cut A safe', 'A read account', 'heal A safe'],
	},
	{
		name: 'heal',
		group: 'What the world does',
		usage: 'heal FIRST OTHER ...',
		meaning: 'Makes the network work again between the first and each of the others.',
		example: ['cut A locks', 'heal A locks', 'A acquire account'],
	},
	{
		name: 'delayed',
		words: ['reply', 'reply delayed'],
		group: 'Messages',
		usage: 'CLIENT VERB ... delayed DURATION · reply delayed DURATION',
		meaning:
			'The request, or the reply, arrives that much later. The client does not wait: its outcome is unknown until the reply is in.',
		example: ['A acquire account', 'A write account balance=90 delayed 90s', 'wait 90s'],
	},
	{
		name: 'lost',
		words: ['reply', 'reply lost'],
		group: 'Messages',
		usage: 'CLIENT VERB ... lost · reply lost',
		meaning: 'The request, or the reply, never arrives. From where the client stands both look the same.',
		example: ['A acquire account reply lost', 'B acquire account'],
	},
	{
		name: 'held',
		group: 'Messages',
		usage: 'CLIENT VERB ... held',
		meaning: 'The request stays in the network until you deliver or drop it by hand.',
		example: ['A acquire account', 'A write account balance=90 to safe held', 'deliver A'],
	},
	{
		name: 'deliver',
		group: 'Messages',
		usage: 'deliver NUMBER · deliver CLIENT',
		meaning: 'A message arrives now: the one with this number, or the oldest held request of a client.',
		example: ['A acquire account held', 'deliver 1'],
	},
	{
		name: 'drop',
		group: 'Messages',
		usage: 'drop NUMBER',
		meaning: 'A message in the network is lost.',
		example: ['A acquire account held', 'drop 1'],
	},
	{
		name: 'duplicate',
		group: 'Messages',
		usage: 'duplicate NUMBER',
		meaning: 'A message in the network is there twice, and the copy has a number of its own.',
		example: ['A acquire account held', 'duplicate 1', 'deliver 1', 'deliver 2'],
	},
	{
		name: 'runs',
		group: 'Programs',
		usage: 'CLIENT runs OPERATION; OPERATION; ...',
		meaning: 'Gives the client a program. It takes the rest of the line: every ; on it belongs to the program.',
		example: ['A runs acquire account; read account; write account balance-=10; release account', 'run A'],
	},
	{
		name: 'step',
		group: 'Programs',
		usage: 'step CLIENT [COUNT] [delayed DURATION | lost | held] [reply delayed DURATION | reply lost]',
		meaning:
			'Executes the next steps of a program. A bare client name is one step; a message option applies to the message of that step.',
		example: [
			'A runs acquire account; read account; write account balance-=10',
			'step A 2',
			'step A held',
			'deliver A',
		],
	},
	{
		name: 'run',
		group: 'Programs',
		usage: 'run CLIENT',
		meaning: 'Runs the program until it ends or blocks.',
		example: ['A runs acquire account; release account', 'run A'],
	},
	{
		name: 'starts',
		words: ['at'],
		group: 'Programs',
		usage: 'CLIENT starts [at DURATION]',
		meaning: 'Lets the program run by itself while time passes: one step at the start, and one at each pace after it.',
		example: ['A runs acquire account; release account', 'A starts at 0s', 'wait 2s'],
	},
	{
		name: 'retries',
		group: 'Programs',
		usage: 'CLIENT retries',
		meaning:
			'When a step of the program fails, the client forgets what it knew and starts over instead of ending. A run stops where starting over changes nothing any more but the time.',
		example: ['A runs acquire account; write account balance=90 to safe; release account', 'A retries', 'run A'],
	},
	{
		name: 'sends',
		group: 'What clients do',
		usage: 'CLIENT sends JOB [to STORE] [token N]',
		meaning:
			'An effect that must happen once, such as an e-mail: a write of a key with the name of the job, as that job. A store that dedupes applies each job once.',
		example: [
			'store mail unfenced dedupes',
			'A acquire account',
			'A sends invoice-7 to mail',
			'A sends invoice-7 to mail',
			'expect version of mail = 1',
		],
	},
	{
		name: 'rereads',
		group: 'Programs',
		usage: 'CLIENT rereads',
		meaning:
			'The client fetches the newest token of the lock at each write, and does not carry the one it was granted. A trap: it may be the token of the next holder.',
		example: ['A rereads', 'A acquire account', 'A write account balance=90 to safe'],
	},
	{
		name: 'expect',
		group: 'Facts',
		usage: 'expect FACT',
		meaning: 'Says that a fact is true here. If it is false the script goes on, and ends with exit code 1.',
		example: ['A acquire account', 'expect A holds account and token of A = 33', 'expect not stale-write'],
	},
	{
		name: 'claim',
		words: ['never', 'possible', 'in'],
		group: 'Facts',
		usage: 'claim never FACT · claim possible FACT [in MOVES]',
		meaning:
			'Says what holds over every schedule of the programs: that none makes the fact true, or that some does, the shortest in that many moves.',
		example: ['A runs acquire account; write account balance=90; release account', 'claim never stale-write on safe'],
	},
	{
		name: 'fact',
		words: ['facts', 'not', 'and', 'or'],
		group: 'Facts',
		usage: 'FACT and FACT · FACT or FACT · not FACT · ( FACT )',
		meaning:
			'A sentence about now or about the history so far. Of clients: A holds account, A believes account, A paused, token of A = 33. Of stores: highest of safe = 34, version of safe = 2, value of safe balance = 90. Of time and answers: time >= 6s, last accepted, A rejected on safe, stale-write on raw.',
		example: [
			'expect nobody holds account or (A believes account and not A paused)',
			'expect highest of safe = none',
			'expect value of safe balance = 100',
		],
	},
];

/** Every word of the language, those of every kind of lock service and rule of a store among them. Order: as a reader meets them. */
export function helpTopics(): readonly HelpTopic[] {
	return [
		...declarations(),
		...statementTopics,
		...lockKindTopics(),
		...lockOptionTopics(),
		...storeRuleTopics(),
		...storeOptionTopics(),
		...optionTopics,
		...factTopics,
	];
}

/** The statements that name a kind or a rule. */
function declarations(): readonly HelpTopic[] {
	return [
		{
			name: 'lock',
			group: 'Set up a world',
			usage: 'lock NAME SERVICE [ttl DURATION] [options]',
			meaning: `Adds a lock and says what keeps it: ${listedLockKinds()}. Its resource has the same name. The ttl is 10s unless you say otherwise.`,
			example: ['lock account lease ttl 5s', 'A acquire account'],
		},
		{
			name: 'store',
			group: 'Set up a world',
			usage: `store NAME RULE${usageOfStoreOptions()}`,
			meaning: `Adds a storage server with its own rule for writes: ${listedStoreRules()}. Every write goes to every store unless it says to which.`,
			example: ['store checked fenced-cas', 'A acquire account', 'A read account', 'A write account balance=90'],
		},
	];
}
