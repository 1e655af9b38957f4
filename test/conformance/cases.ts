import {type Case, isTimed, type SystemName} from './script.js';

/** Scripts by name. Steps are separated by semicolons. Every wait keeps 3 virtual seconds away from every moment at which something ends. */
type Scripts = Readonly<Record<string, string>>;

/** One holder at a time, denied or granted at once: what every system has. */
const turns: Scripts = {
	basic:
		'A acquire; B acquire; A ask; B ask; A renew; B renew; B release; A release; A release; B acquire; A ask; A renew',
	'in turn': 'A acquire; A release; B acquire; B release; C acquire; C release; A acquire; B ask; A ask',
	strangers:
		'A acquire; B release; B renew; C release; C renew; A ask; A release; C release; B acquire; A release; A renew; B ask',
	'ask with nobody there': 'A ask; A renew; A release; A acquire; A release; A ask; B ask',
};

/** A time limit that the server counts. */
const timed: Scripts = {
	...turns,
	twice: 'A acquire; A acquire; A ask; A release; A ask',
	expiry: 'A acquire; wait 14s; A ask; A renew; A release; B acquire; A renew; A release; B ask',
	'expiry with a try before': 'A acquire; wait 5s; B acquire; wait 9s; B acquire; A ask; B ask',
	shorter: 'A acquire; A renew ttl 3s; wait 6s; A ask; B acquire',
	longer: 'A acquire; wait 6s; A renew; wait 6s; A ask; B acquire; wait 8s; B acquire',
	'own time': 'A acquire ttl 4s; wait 8s; A ask; B acquire ttl 20s; wait 14s; B ask; A acquire; wait 10s; A acquire',
	'three expire': 'A acquire; wait 14s; B acquire; wait 14s; C acquire; A ask; B ask; C ask; C release; A acquire',
	'late renewals': 'A acquire; wait 14s; A renew; B acquire; A renew; B renew; wait 14s; B renew; A acquire',
	'release after expiry': 'A acquire; wait 14s; B acquire; A release; B ask; B release; B ask; A acquire',
	cut: 'A acquire; cut A locks; A renew; wait 14s; B acquire; heal A locks; A renew; A release; B ask; B renew',
	'short cut':
		'A acquire; cut A locks; A renew; A release; B acquire; heal A locks; A ask; A renew; A release; B acquire',
	'cut asker': 'A acquire; cut B locks; B acquire; B ask; A release; heal B locks; B acquire; A acquire',
	'paused holder': 'A acquire; A pause; wait 14s; B acquire; A resume; A ask; A renew; A release; B ask',
	'short pause': 'A acquire; A pause; B acquire; A resume; A ask; A renew; A release; B acquire',
	reborn: 'A acquire; A crash; B acquire; A restart; A ask; A renew; A release; A acquire; B acquire',
	'reborn after expiry':
		'A acquire; A crash; wait 14s; A restart; A ask; A acquire; A ask; A release; B acquire; A ask',
	'reborn beside the next':
		'A acquire; A crash; wait 14s; B acquire; A restart; A release; A renew; B ask; B release; A acquire',
	'no power, and back': 'A acquire; locks crash; A ask; locks restart; A ask; B acquire; A release; B acquire; A ask',
	'no power for long':
		'A acquire; locks crash; A renew; wait 14s; locks restart; A ask; A renew; B acquire; A release; B ask',
	'counted through an outage':
		'A acquire; A release; B acquire; B release; A acquire; locks crash; locks restart; A ask; B acquire; A release; B acquire',
	'freed before an outage': 'A acquire; A release; locks crash; locks restart; B acquire; A ask; B ask',
};

/** The server's process dies, and its machine lives. */
const killed: Scripts = {
	'killed, and back': 'A acquire; locks kill; A ask; locks restart; A ask; B acquire; A release; B acquire; A ask',
	'killed for long':
		'A acquire; locks kill; A renew; wait 14s; locks restart; A ask; A renew; B acquire; A release; B ask',
	'freed, then killed': 'A acquire; A release; locks kill; locks restart; B acquire; A ask; B ask',
};

/** The server stands still, and its clock does not. */
const stopped: Scripts = {
	'stands still for a moment':
		'A acquire; locks pause; A ask; locks resume; A ask; B acquire; A release; B acquire; B ask',
	'stands still for long':
		'A acquire; locks pause; wait 14s; locks resume; A ask; A renew; B acquire; A release; B ask',
	'serves what was sent meanwhile':
		'A acquire; A release; locks pause; B acquire; locks resume; B ask; A acquire; B release',
	'gives back what was given back meanwhile': 'A acquire; locks pause; A release; locks resume; B acquire; A ask',
	'serves whom nobody waits for':
		'A acquire; locks pause; B acquire; wait 14s; locks resume; B ask; C acquire; wait 6s; C acquire; wait 7s; C acquire',
	'serves a process that has died':
		'A ask; locks pause; A acquire; wait 4s; A crash; locks resume; B acquire; wait 6s; B acquire; wait 7s; B acquire; A restart; A ask',
};

/** A lock that a connection holds: no time ends it, and what becomes of the connection becomes of the lock. */
const connected: Scripts = {
	'in turn': 'A acquire; A release; B acquire; B release; C acquire; C release; A acquire; B ask; A ask',
	'a line': 'A acquire; B acquire; C acquire; A ask; B ask; A release; B ask; C ask; B release; C release; C ask',
	strangers: 'A acquire; B release; C release; A ask; B ask; A release; A release; B acquire; A ask',
	'nobody there': 'A ask; A release; A acquire; A release; A ask; B ask',
	'leaves the line': 'A acquire; B acquire; C acquire; B release; A release; C ask; B ask; B acquire; C release; B ask',
	'leaves as the last': 'A acquire; B acquire; B release; A release; B ask; B acquire; B ask',
	stacked: 'A acquire; A acquire; B acquire; A release; A ask; B ask; A release; B ask; A ask',
	'stacked three times':
		'A acquire; A acquire; A acquire; A release; A release; B acquire; A ask; A release; B ask; B release; B ask',
	'asks again in the line': 'A acquire; B acquire; B acquire; A release; B ask; B release; B ask',
	'no time ends it': 'A acquire; B acquire; wait 25s; wait 25s; A ask; B ask; A release; B ask',
	'paused holder': 'A acquire; B acquire; A pause; wait 25s; B ask; A resume; A ask; A release; B ask',
	'paused in the line': 'A acquire; B acquire; C acquire; B pause; A release; C ask; B resume; B ask; B release; C ask',
	'dead holder': 'A acquire; B acquire; A crash; B ask; A restart; A ask; A release; A acquire; B release; A ask',
	'dead holder, stacked': 'A acquire; A acquire; B acquire; A crash; B ask; A restart; A acquire; B release; A ask',
	'dead in the line':
		'A acquire; B acquire; C acquire; B crash; A release; C ask; B restart; B ask; C release; B acquire',
	reborn: 'A acquire; A crash; A restart; A ask; B acquire; A acquire; B release; A ask; A release',
	'cut holder': 'A acquire; B acquire; cut A locks; wait 25s; B ask; heal A locks; A ask; A release; B ask',
	'cut in the line':
		'A acquire; B acquire; C acquire; cut B locks; A release; C ask; heal B locks; B ask; B release; C ask',
	'died behind a cut': 'A acquire; B acquire; cut A locks; A crash; B ask; heal A locks; B ask; A restart; A ask',
	'cut asker': 'A acquire; cut B locks; B acquire; B ask; heal B locks; B acquire; A release; B ask',
	'message lost behind a cut': 'A acquire; B acquire; cut A locks; A ask; B ask; heal A locks; B ask; A ask',
	'server killed':
		'A acquire; B acquire; locks kill; A ask; locks restart; A ask; B ask; B acquire; A acquire; B release; A ask',
	'no power, and back':
		'A acquire; locks crash; A ask; wait 14s; locks restart; A ask; A release; B acquire; B release; A acquire; A ask',
	'server killed, stacked': 'A acquire; A acquire; locks kill; locks restart; A release; A acquire; A release; A ask',
	'dead while the server is down': 'A acquire; B acquire; locks kill; A crash; locks restart; B ask; B acquire; B ask',
	'stands still for a moment': 'A acquire; B acquire; locks pause; A ask; locks resume; A ask; A release; B ask',
	'serves what was sent meanwhile': 'A acquire; A release; locks pause; B acquire; locks resume; B ask; A acquire',
	'died while it stood still': 'A acquire; B acquire; locks pause; A crash; wait 14s; locks resume; B ask; B release',
	revoked: 'A acquire; locks revoke account; A ask; A release; B acquire; A acquire; B release; A ask',
	'revoked, somebody waits':
		'A acquire; B acquire; C acquire; locks revoke account; A ask; B ask; A acquire; B release; C release; A ask',
	'revoked, stacked': 'A acquire; A acquire; B acquire; locks revoke account; B ask; A release; A ask; B release',
	'revoked behind a cut':
		'A acquire; B acquire; cut A locks; locks revoke account; B ask; heal A locks; A ask; A acquire; B release; A ask',
	'revoked while it is paused':
		'A acquire; B acquire; A pause; locks revoke account; B ask; A resume; A ask; A release',
	'late acquire': 'A acquire delayed 4s; B acquire; C acquire; wait 7s; B release; C release; A ask; A release; A ask',
	'late release': 'A acquire; B acquire; A release delayed 4s; B ask; wait 7s; B ask; A ask; B release; A acquire',
	'late answer to an acquire': 'A acquire reply delayed 4s; B acquire; B ask; wait 7s; A ask; A release; B ask',
	'late answer to a release':
		'A acquire; B acquire; A release reply delayed 4s; B ask; wait 7s; A ask; B release; A ask',
	'lost answer to an acquire': 'A acquire reply lost; B acquire; A ask; B ask',
};

/** A connection that several clients share. */
const pooled: Scripts = {
	'both hold': 'A shares B; A acquire; B acquire; A ask; B ask; C acquire; A release; C ask; B release; C ask',
	'one unlock too many':
		'A shares B; A acquire; C acquire; B release; C ask; A ask; A release; C release; A acquire; C ask',
	'left behind':
		'A shares B; A acquire; C acquire; A crash; wait 25s; C ask; A restart; A ask; A release; C ask; C release',
	'given back by the other': 'A shares B; A acquire; C acquire; A crash; B ask; B release; C ask; B ask',
	'stacked over a pool':
		'A shares B; A acquire; A acquire; B acquire; B release; A release; C acquire; A release; C ask',
	'behind a stranger':
		'A shares B; C acquire; A acquire; C release; A ask; B ask; B acquire; A release; B release; A ask',
	'both in the line':
		'A shares B; C acquire; A acquire; B acquire; C release; A ask; B ask; A release; B release; C ask',
	'cut off from the pool':
		'A shares B; A acquire; C acquire; cut A locks; B ask; C ask; heal A locks; A ask; A release; C ask',
	'paused in the pool':
		'A shares B; A acquire; C acquire; A pause; wait 25s; B release; C ask; A resume; A ask; A release',
	'pool revoked':
		'A shares B; A acquire; B acquire; C acquire; locks revoke account; A ask; B ask; B release; C release; A acquire; B ask',
	'server killed under a pool':
		'A shares B; A acquire; B acquire; locks kill; locks restart; A ask; B acquire; A ask; C acquire; B release; C ask',
};

/** Transactions at a store of rows. */
const transactions: Scripts = {
	basic:
		'A begin ledger; A read account; A write account n=5; B read account; A read account; A commit ledger; B read account',
	'rolled back':
		'A begin ledger; A read account; A write account n+=5; A rollback ledger; B read account; A read account; A write account n+=1',
	'one of its own': 'A write account n=5; B read account; B write account n+=1; A write other n=2; A read other',
	'begun twice':
		'A begin ledger; A write account n=5; A begin ledger; A write account n=6; A commit ledger; A read account',
	'nothing to end':
		'A commit ledger; A rollback ledger; A begin ledger; A commit ledger; A commit ledger; A write account n=1',
	'sees what others commit':
		'A begin ledger; A read account; B write account n=7; A read account; A write account n+=1; A commit ledger; B read account',
	'a lost update':
		'A begin ledger; A read account; B read account; B write account n+=1; A write account n+=1; A commit ledger; A read account',
	'an update that is kept':
		'A begin ledger; A read account for update; B read account; B write account n+=1; A write account n+=1; A commit ledger; A read account',
	'two rows':
		'A begin ledger; A write account n=1; A write other n=2; B read account; A commit ledger; B read other; B write account n=3',
	'follows itself':
		'A begin ledger; A read account for update; A write account n+=5; A write account n+=5; A commit ledger; A write account n+=1',
};

/** Rows that others wait for. */
const lines: Scripts = {
	'for update waits':
		'A begin ledger; B begin ledger; A read account for update; B read account for update; A write account n=9; A commit ledger; B write account n+=1; B commit ledger; A read account',
	'a write waits': 'A begin ledger; A read account for update; B write account n=2; A commit ledger; B read account',
	'a written row':
		'A begin ledger; A write account n=1; B write account n=2; B read account; A rollback ledger; B read account',
	'a line of three':
		'A begin ledger; A read account for update; B write account n=1; C write account n=2; A commit ledger; A read account',
	'a line of three, in transactions':
		'A begin ledger; B begin ledger; C begin ledger; A read account for update; B read account for update; C read account for update; A rollback ledger; B rollback ledger; C write account n=3; C commit ledger',
	'no other row':
		'A begin ledger; A read account for update; B write other n=1; B read other; A write account n=3; B read account; A commit ledger',
	'behind one that waits':
		'A begin ledger; A read account for update; B begin ledger; B write account n=2; B write other n=3; B commit ledger; A commit ledger; A read account; A read other',
	'cancelled in the line':
		'A begin ledger; A read account for update; B begin ledger; B write account n=2; B rollback ledger; A write account n=4; A commit ledger; B read account',
	'begun behind one that waits':
		'A begin ledger; A read account for update; B begin ledger; B write account n=2; B commit ledger; B begin ledger; A commit ledger; B read account',
	'given after a wait':
		'A begin ledger; A read account for update; B begin ledger; B read account for update; A write account n=9; A commit ledger; C write account n=1; B commit ledger; C read account',
};

/** Circles of waits. */
const circles: Scripts = {
	'two of them':
		'A begin ledger; B begin ledger; A read account for update; B read other for update; A read other for update; B write account n=1; A commit ledger; B write other n=2; B write other n=3',
	'rolled back by hand':
		'A begin ledger; B begin ledger; A write account n=1; B write other n=2; A write other n=3; B write account n=4; B rollback ledger; A commit ledger; B read other',
	'committed in vain':
		'A begin ledger; B begin ledger; A write account n=1; B write other n=2; A write other n=3; B write account n=4; B commit ledger; A commit ledger; B read account; B begin ledger; B commit ledger',
	'begun anew':
		'A begin ledger; B begin ledger; A write account n=1; B write other n=2; A write other n=3; B write account n=4; B begin ledger; B read other; A commit ledger; B read other; B commit ledger',
};

/** Clients and stores that are gone. */
const gone: Scripts = {
	'dies in it':
		'A begin ledger; A write account n=1; B write account n=2; A crash; A restart; A read account; A commit ledger',
	'dies in the line':
		'A begin ledger; A read account for update; B write account n=2; B crash; A commit ledger; B restart; B read account',
	'dies in the line of its transaction':
		'A begin ledger; A read account for update; B begin ledger; B write other n=1; B write account n=2; B crash; A commit ledger; B restart; B read other',
	'dies behind a cut':
		'A begin ledger; A read account for update; cut A ledger; A crash; B write account n=1; heal A ledger; A restart; A read account',
	'a short cut':
		'A begin ledger; A read account for update; cut A ledger; B read account; heal A ledger; A write account n=4; A commit ledger; B read account',
	'answered behind a cut':
		'A begin ledger; A read account for update; B begin ledger; B read account for update; cut B ledger; A commit ledger; heal B ledger; B write account n=2; B commit ledger',
	'a pause':
		'A begin ledger; A write account n=1; A pause; B write account n=2; A resume; A commit ledger; B read account',
	'the store dies':
		'A begin ledger; A write account n=1; ledger crash; B read account; ledger restart; A commit ledger; A read account; B write account n=2',
	'the store dies with a line':
		'A write other n=3; A begin ledger; A write account n=1; B begin ledger; ledger crash; ledger restart; B write account n=2; A write account n=5; B read other',
};

/** Transactions that are silent for too long. */
const silent: Scripts = {
	idle: 'A begin ledger; A write account n=1; B write account n=2; wait 25s; A write account n=3; A commit ledger; A write account n=4',
	'idle, then ended':
		'A begin ledger; A write account n=1; wait 25s; A commit ledger; A rollback ledger; A read account',
	'idle, then rolled back':
		'A begin ledger; A read account for update; wait 25s; A rollback ledger; A begin ledger; A write account n=1; A commit ledger',
	'idle, then begun':
		'A begin ledger; A write account n=1; wait 25s; A begin ledger; A write account n=2; A commit ledger; B read account',
	paused:
		'A begin ledger; A write account n=1; A pause; B write account n=2; wait 15s; wait 10s; A resume; A commit ledger; A read account',
	'cut off':
		'A begin ledger; A read account for update; cut A ledger; B write account n=2; wait 25s; heal A ledger; A write account n=3; A commit ledger',
	'heard of':
		'A begin ledger; A write account n=1; wait 15s; A read account; wait 15s; A write account n=2; wait 15s; A commit ledger; wait 25s; A read account',
	'waits and is not silent':
		'A begin ledger; A read account for update; B begin ledger; B write account n=2; wait 15s; A read other; wait 15s; A commit ledger; B commit ledger; A read account',
};

/** An operator takes the lock away, or deletes its record. */
const operator: Scripts = {
	revoked: 'A acquire; locks revoke account; A ask; B acquire; A renew; A release; B ask; B release; A acquire',
	'revoked behind a cut':
		'A acquire; cut A locks; locks revoke account; B acquire; heal A locks; A ask; A renew; A release; B ask',
	'revoked while it stands still':
		'A acquire; A pause; locks revoke account; B acquire; A resume; A ask; A renew; A release; B ask',
	'revoked twice': 'A acquire; locks revoke account; A acquire; locks revoke account; B acquire; A renew; B ask',
	deleted:
		'A acquire; A release; B acquire; locks delete account; B ask; A acquire; B release; A ask; A release; B acquire',
};

/** A request or an answer comes long after it was sent. Nothing else is sent on that connection meanwhile. */
const late: Scripts = {
	'late acquire': 'A acquire delayed 4s; B acquire; B release; wait 7s; B acquire; A ask; A release; B acquire',
	'late acquire, taken meanwhile': 'A acquire delayed 4s; B acquire; wait 7s; A ask; B ask; B release; A acquire',
	'late release': 'A acquire; A release delayed 4s; B acquire; wait 7s; B acquire; A ask; B ask',
	'late release of what is over':
		'A acquire; wait 4s; A release delayed 12s; wait 9s; B acquire; wait 6s; B ask; A ask; A release',
	'late renewal': 'A acquire; wait 4s; A renew delayed 3s; wait 9s; A ask; B acquire; wait 7s; B acquire',
	'renewal that comes too late': 'A acquire; wait 4s; A renew delayed 9s; wait 12s; A ask; B acquire; A renew',
	'late answer to an acquire': 'A acquire reply delayed 4s; B acquire; wait 7s; A ask; A release; B acquire',
	'answer that comes too late': 'A acquire reply delayed 14s; B acquire; wait 17s; A ask; B acquire; A release',
	'late answer to a release': 'A acquire; A release reply delayed 4s; B acquire; wait 7s; A ask; B ask; B release',
};

/** The same for a line. What waits behind a late message on its connection, as heartbeats do in ZooKeeper, waits for less than a session's timeout. */
const lateInLine: Scripts = {
	'late acquire': 'A acquire delayed 4s; B acquire; C acquire; wait 7s; B release; C release; A ask; A release; A ask',
	'late acquire, nobody there': 'A acquire delayed 4s; B ask; wait 7s; A ask; B acquire; A release; B ask',
	'late release': 'A acquire; B acquire; A release delayed 4s; B ask; wait 7s; B ask; A ask; B release; A acquire',
	'late leave': 'A acquire; B acquire; C acquire; B release delayed 4s; C ask; wait 7s; A release; C ask; B ask',
	'late answer to an acquire': 'A acquire reply delayed 4s; B acquire; B ask; wait 7s; A ask; A release; B ask',
	'late answer to a release':
		'A acquire; B acquire; A release reply delayed 4s; B ask; wait 7s; A ask; B release; A ask',
};

/** Others write to the same server, or draw from the same numbers and take it back. */
const elsewhere: Scripts = {
	'others write':
		'A acquire; A release; others write; B acquire; B release; others write; A acquire; A ask; B ask; A release',
};

/** The same while somebody stands in line. */
const elsewhereInLine: Scripts = {
	'others write beside a line':
		'A acquire; others write; B acquire; C acquire; A release; others write; A acquire; B release; C release; A ask',
};

/** The wall clock of a server is put forward, or back. Every wait keeps 3 s away from each end, as that clock has it. */
const stepped: Scripts = {
	'clock put forward':
		'A acquire; locks clock +4s; A ask; B acquire; locks clock +9s; A ask; A renew; B acquire; A release; B ask',
	'clock put forward while time passes': 'A acquire; wait 4s; locks clock +3s; A ask; wait 6s; A ask; B acquire; B ask',
	'clock put back':
		'A acquire; locks clock -20s; wait 14s; A ask; B acquire; A renew; wait 6s; A ask; wait 7s; B acquire; A ask',
	'put forward and back':
		'A acquire; locks clock +5s; locks clock -5s; wait 7s; A ask; B acquire; wait 6s; B acquire; A release',
	'put forward, then granted':
		'locks clock +30s; A acquire; wait 7s; A ask; wait 6s; A ask; B acquire; locks clock -30s; wait 14s; B ask',
};

/** Where a lease has a moment at which it ends, time goes on while its server has no power. */
const notRearmed: Scripts = {
	'no new time after a restart':
		'A acquire; wait 4s; locks kill; locks restart; wait 10s; A ask; A renew; B acquire; A release; B ask',
};

/** Where a session has a length, it is counted anew from the moment at which the server is back. */
const rearmed: Scripts = {
	'full time after a restart':
		'A acquire; B acquire; A crash; wait 6s; locks kill; locks restart; wait 7s; B ask; wait 9s; B ask; B release',
	'full time after a loss of power':
		'A acquire; B acquire; A pause; wait 6s; locks crash; wait 6s; locks restart; wait 7s; B ask; wait 9s; B ask; A resume; A ask',
	'full time after each restart':
		'A acquire; B acquire; A crash; wait 6s; locks kill; locks restart; wait 6s; locks kill; locks restart; wait 7s; B ask; wait 9s; B ask',
};

/** Nothing here goes by the wall clock of the server: the simulator has none. */
const steppedInVain: Scripts = {
	'clock put forward':
		'A acquire; B acquire; locks clock +3600s; A ask; B ask; A renew; wait 6s; A ask; A release; B ask',
	'clock put forward, silent holder':
		'A acquire; B acquire; A pause; wait 4s; locks clock +20s; wait 3s; B ask; wait 12s; B ask; A resume; A ask; A release',
	'clock put back, silent holder':
		'A acquire; B acquire; A pause; locks clock -7200s; wait 6s; B ask; wait 14s; B ask; A resume; A ask; B release',
};

/** A message of one who stands in line, or holds, is lost with its connection. */
const lostInLine: Scripts = {
	'lost request to acquire': 'A acquire lost; B acquire; A ask; A acquire; B release; A ask; A release; B ask',
	'lost answer to an acquire': 'A acquire reply lost; B acquire; B ask; A acquire; A ask; A release; B ask; B release',
	'lost request to release':
		'A acquire; B acquire; A release lost; B ask; A ask; A release; B ask; B release; A acquire',
	'lost answer to a release':
		'A acquire; B acquire; A release reply lost; B ask; A ask; A release; A acquire; B release; A ask',
	'lost request to leave':
		'A acquire; B acquire; C acquire; B release lost; A release; B ask; B release; C ask; C release',
	'lost request to stand in line':
		'A acquire; B acquire lost; C acquire; B acquire; A release; C ask; B ask; C release; B ask',
	'lost answer to one in line':
		'A acquire; B acquire reply lost; C acquire; B acquire; A release; B ask; B release; C ask',
};

/** An answer or a request is lost on the way. */
const lossy: Scripts = {
	'lost grant': 'A acquire reply lost; B acquire; A acquire; A release; A ask; wait 14s; B acquire',
	'lost release': 'A acquire; A release reply lost; B acquire; A release; A renew; B ask',
	'lost renewal': 'A acquire; wait 6s; A renew reply lost; wait 7s; A ask; B acquire; wait 7s; B acquire',
	'lost requests': 'A acquire lost; A ask; B acquire; B renew lost; B release lost; B ask; A acquire',
	'lost denial': 'A acquire; B acquire reply lost; B ask; A ask; A release; B acquire',
};

/** A line, kept by sessions. */
const queued: Scripts = {
	...turns,
	twice: 'A acquire; A acquire; A ask; A release; A ask',
	line: 'A acquire; B acquire; C acquire; A ask; B ask; B renew; A release; B ask; C ask; B release; C ask; A acquire; C release; A ask',
	'round and round':
		'A acquire; B acquire; A release; A acquire; B release; B acquire; A release; B ask; A ask; B release',
	'leaves the line': 'A acquire; B acquire; C acquire; B release; A release; B ask; C ask; B acquire; C release; B ask',
	'silent holder': 'A acquire; A pause; wait 25s; A resume; A ask; A renew; A release; B acquire; A ask',
	'silent holder, somebody waits':
		'A acquire; B acquire; A pause; wait 25s; B ask; A resume; A ask; A renew; B ask; B release; A acquire',
	'short silence': 'A acquire; B acquire; A pause; wait 4s; A resume; wait 12s; A ask; B ask; A release; B ask',
	'cut holder':
		'A acquire; B acquire; cut A locks; wait 25s; B ask; heal A locks; A ask; A renew; B release; A acquire',
	'short cut': 'A acquire; B acquire; cut A locks; wait 4s; heal A locks; A ask; wait 20s; A ask; B ask',
	'cut waiter': 'A acquire; B acquire; C acquire; cut B locks; wait 25s; A release; C ask; heal B locks; B ask; C ask',
	'cut waiter, short':
		'A acquire; B acquire; C acquire; cut B locks; wait 4s; heal B locks; A release; B ask; C ask; B release; C ask',
	'granted behind a cut':
		'A acquire; B acquire; cut B locks; A release; wait 4s; heal B locks; B ask; A acquire; B release; A ask',
	'granted behind a cut that lasts':
		'A acquire; B acquire; cut B locks; A release; wait 25s; heal B locks; B ask; A acquire; B release; A ask',
	'dead waiter': 'A acquire; B acquire; C acquire; B pause; wait 25s; A ask; A release; C ask; B resume; B ask; C ask',
	'paused when its turn comes':
		'A acquire; B acquire; C acquire; B pause; A release; C ask; wait 25s; C ask; B resume; B ask; C ask',
	'dead holder': 'A acquire; B acquire; A crash; B ask; wait 25s; B ask; A restart; A ask; A acquire; B release; A ask',
	reborn:
		'A acquire; B acquire; A crash; A restart; A ask; A acquire; A ask; wait 25s; B ask; B release; A ask; A release; A ask; B ask',
	'reborn alone': 'A acquire; A crash; A restart; A ask; A renew; A release; wait 25s; A acquire; A ask',
	'dead waiter, reborn':
		'A acquire; B acquire; C acquire; B crash; B restart; B acquire; wait 25s; A release; C ask; C release; B ask',
	outage: 'A acquire; B acquire; locks crash; wait 25s; locks restart; A ask; B ask; A renew; A release; B ask',
	'short outage': 'A acquire; B acquire; locks crash; A ask; locks restart; A ask; B ask; A release; B ask',
	killed: 'A acquire; B acquire; A crash; locks crash; wait 25s; locks restart; B ask; wait 25s; B ask',
	'silent in an outage':
		'A acquire; B acquire; A pause; locks crash; wait 25s; locks restart; A resume; A ask; B ask; A release; B ask',
	'counted through an outage':
		'A acquire; A release; B acquire; B release; A acquire; locks crash; locks restart; A ask; B acquire; A release; B ask',
	'server killed':
		'A acquire; B acquire; locks kill; A ask; locks restart; A ask; B ask; A release; B ask; A acquire; B release',
	'server killed for long':
		'A acquire; B acquire; locks kill; wait 25s; locks restart; A ask; B ask; A renew; A release; B ask',
	'holder dies with the server':
		'A acquire; B acquire; A crash; locks kill; locks restart; B ask; wait 25s; B ask; A restart; A acquire; B release; A ask',
	'server stands still for a moment':
		'A acquire; B acquire; locks pause; A ask; locks resume; A ask; B ask; A release; B ask; B release',
	'server stands still for long':
		'A acquire; B acquire; locks pause; wait 25s; locks resume; A ask; B ask; C acquire; C ask; A acquire; C release',
	'given back while it stands still':
		'A acquire; B acquire; locks pause; A release; locks resume; B ask; A ask; A acquire',
	revoked: 'A acquire; locks revoke account; A ask; A renew; A release; B acquire; A acquire; B release; A ask',
	'revoked, somebody waits':
		'A acquire; B acquire; C acquire; locks revoke account; A ask; B ask; A acquire; B release; C release; A ask',
	'revoked behind a cut':
		'A acquire; B acquire; cut A locks; locks revoke account; B ask; heal A locks; A ask; A acquire; B release; A ask',
	'revoked while it stands still':
		'A acquire; B acquire; A pause; locks revoke account; B ask; A resume; A ask; A renew; A acquire; B release; A ask',
	'dead holder revoked':
		'A acquire; B acquire; A crash; locks revoke account; B ask; A restart; A ask; A acquire; B release; A ask',
	deleted: 'A acquire; B acquire; locks delete account; A ask; B ask; B release; A acquire; A ask',
};

/** A new leader takes over without an outage: every session has its full time again. */
const led: Scripts = {
	'new leader':
		'A acquire; B acquire; locks failover; A ask; B ask; A renew; A release; B ask; A acquire; B release; A ask',
	'new leader, silent holder':
		'A acquire; B acquire; A pause; wait 6s; locks failover; wait 7s; B ask; wait 9s; B ask; A resume; A ask; A acquire; B release; A ask',
	'new leader, dead holder':
		'A acquire; B acquire; A crash; wait 6s; locks failover; wait 7s; B ask; wait 9s; B ask; A restart; A ask; B release',
	'new leader, dead waiter':
		'A acquire; B acquire; C acquire; B crash; wait 6s; locks failover; wait 7s; A release; C ask; wait 9s; C ask',
	'new leader, cut holder':
		'A acquire; B acquire; cut A locks; wait 6s; locks failover; wait 7s; B ask; heal A locks; A ask; A renew; wait 14s; A ask; B ask',
	'two new leaders':
		'A acquire; B acquire; A pause; wait 6s; locks failover; wait 6s; locks failover; wait 7s; B ask; wait 9s; B ask; A resume; A ask',
};

/** With as many leaders as an ensemble of three can lose. */
const ledOnce: Scripts = Object.fromEntries(Object.entries(led).filter(([name]) => name !== 'two new leaders'));

/** What a client is told that does not look again for its place when its turn has come. */
const misled: Scripts = Object.fromEntries(
	[
		...['line', 'dead waiter', 'paused when its turn comes', 'cut waiter', 'granted behind a cut that lasts'],
		...['dead waiter, reborn', 'reborn'],
	].map((name) => [name, queued[name] ?? '']),
);

/** What a Redis forgets, by how it keeps its log. */
const forgetting: Scripts = {
	down: 'A acquire; locks crash; A ask; wait 14s; locks restart; A ask; B acquire; A release',
	'down for a moment': 'A acquire; locks crash; locks restart; A ask; B acquire; A renew; B ask',
	counters:
		'A acquire; A release; B acquire; B release; A acquire; locks crash; locks restart; A ask; B acquire; B release; A acquire',
	freed: 'A acquire; A release; locks crash; locks restart; B acquire; B ask; A ask',
	'synced before': 'A acquire; wait 2s; locks crash; locks restart; A ask; B acquire; A release; B acquire',
	'release not synced': 'A acquire; wait 2s; A release; locks crash; locks restart; A ask; B acquire; A renew',
	'renewal not synced': 'A acquire; wait 5s; A renew; locks crash; locks restart; wait 8s; A ask; B acquire',
	'count not synced':
		'A acquire; wait 2s; A release; B acquire; B release; A acquire; A release; locks crash; locks restart; wait 12s; B acquire',
	killed: 'A acquire; A release; B acquire; locks kill; locks restart; A ask; B ask; B release; A acquire',
	'killed before the sync':
		'A acquire; wait 2s; A release; B acquire; locks kill; locks restart; B ask; A acquire; B renew; B release; A acquire',
};

/** Of a Redlock: the clock of one node, and messages that are lost on the way to every node or back. */
const nodesStepped: Scripts = {
	'clock of a node put forward':
		'cut A n4 n5; A acquire; n3 clock +13s; cut B n1 n2; B acquire; A ask; heal A n4 n5; A renew; B ask; B release',
	'clock of a node put back': 'A acquire; n3 clock -20s; wait 14s; A ask; B acquire; B ask; A release; B release',
	'clocks of two nodes put forward':
		'A acquire; n1 clock +13s; n2 clock +13s; A ask; B acquire; A renew; A release; B acquire',
	'clocks of three nodes put forward':
		'A acquire; n1 clock +13s; n2 clock +13s; n3 clock +13s; A ask; B acquire; A renew; A release; B ask',
};

const majority: Scripts = {
	quorum: 'cut A n1 n2; A acquire; cut B n4 n5; B acquire; heal B n4 n5; A release; B acquire; A ask; B ask',
	minority: 'cut A n3 n4 n5; A acquire; B acquire; B ask; A release; A ask; wait 14s; A acquire; B ask',
	'two nodes down': 'n1 crash; n2 crash; A acquire; A ask; B acquire; A renew; A release; B acquire; B ask',
	'three nodes down': 'A acquire; n1 crash; n2 crash; n3 crash; A ask; A renew; B acquire; A release',
	'cut from three':
		'A acquire; cut A n1 n2 n3; A ask; A renew; B acquire; heal A n1 n2 n3; A ask; A renew; A release; B acquire',
};

const nodeLoss: Scripts = {
	'a node forgets':
		'cut A n4 n5; A acquire; n3 crash; n3 restart; cut B n1 n2; B acquire; A ask; B ask; B release; B release',
	'all nodes forget':
		'A acquire; n1 crash; n1 restart; n2 crash; n2 restart; n3 crash; n3 restart; A ask; B acquire; B ask; A release',
};

/** Of a primary and its replica, each by its own clock. */
const bothStepped: Scripts = {
	'clock of the primary put forward':
		'A acquire; wait 5s; primary clock +8s; A ask; A renew; B acquire; A release; B ask',
	'clock of the primary put back':
		'A acquire; wait 5s; primary clock -20s; wait 9s; A ask; B acquire; A renew; A release; B acquire',
};

const replication: Scripts = {
	basic: turns['basic'] ?? '',
	'in turn': turns['in turn'] ?? '',
	strangers: turns['strangers'] ?? '',
	expiry: timed['expiry'] ?? '',
	longer: timed['longer'] ?? '',
	shorter: timed['shorter'] ?? '',
	cut: timed['cut'] ?? '',
	'paused holder': timed['paused holder'] ?? '',
	reborn: timed['reborn'] ?? '',
	'reborn after expiry': timed['reborn after expiry'] ?? '',
	'caught up': 'A acquire; wait 5s; primary crash; failover; B acquire; A ask; wait 9s; B acquire; A ask; B ask',
	'grant not there':
		'A acquire; primary crash; failover; A ask; B acquire; A renew; A release; B ask; B release; A acquire',
	'release not there':
		'A acquire; wait 5s; A release; B acquire; primary crash; failover; A ask; B ask; A acquire; wait 9s; A acquire; B ask',
	'renewal not there': 'A acquire; wait 5s; A renew; primary crash; failover; wait 9s; A ask; B acquire',
	'count not there':
		'A acquire; A release; B acquire; B release; wait 5s; A acquire; A release; B acquire; primary crash; failover; A acquire; A release; B acquire',
	'primary comes back':
		'A acquire; wait 5s; primary crash; A ask; primary restart; A ask; B acquire; A release; B acquire',
	'old primary follows':
		'A acquire; wait 5s; primary crash; failover; A ask; primary restart; A release; B acquire; wait 5s; B ask; A acquire',
	'lost grant': lossy['lost grant'] ?? '',
	'lost release': lossy['lost release'] ?? '',
	twice: timed['twice'] ?? '',
	'short cut': timed['short cut'] ?? '',
	'short pause': timed['short pause'] ?? '',
	'lost requests': lossy['lost requests'] ?? '',
	'late release': late['late release'] ?? '',
	'late answer to an acquire': late['late answer to an acquire'] ?? '',
	revoked: operator['revoked'] ?? '',
	'revoked twice': operator['revoked twice'] ?? '',
	deleted: operator['deleted'] ?? '',
	'leads without an outage': 'A acquire; wait 5s; failover; A ask; B acquire; A renew; A release; B acquire; B ask',
	'leads without an outage, too early':
		'A acquire; failover; A ask; B acquire; A renew; A release; B ask; B release; A acquire',
	'revoked, and the replica does not know':
		'A acquire; wait 5s; locks revoke account; B acquire; failover; A ask; B ask; A release; B acquire',
	'replica dies':
		'A acquire; replica crash; A ask; A release; B acquire; replica restart; wait 5s; failover; B ask; A acquire',
	'replica was away':
		'A acquire; wait 5s; replica crash; A release; B acquire; replica restart; wait 5s; primary crash; failover; B ask; A ask; B release; A acquire',
	'no power for both':
		'A acquire; wait 5s; locks crash; A ask; locks restart; A ask; B acquire; A release; wait 5s; failover; B acquire; A ask',
	...stopped,
	'stands still before the replica knows':
		'A acquire; locks pause; locks resume; primary crash; failover; A ask; B acquire; A release; B ask',
	'stands still when both know':
		'A acquire; wait 5s; locks pause; wait 4s; locks resume; failover; A ask; B acquire; A release; B acquire',
	'both die':
		'A acquire; wait 5s; primary crash; failover; A ask; replica crash; A ask; A renew; replica restart; A ask; B acquire',
};

function on(system: SystemName, label: string, lock: string, scripts: Scripts, scale: number): readonly Case[] {
	return Object.entries(scripts).map(([name, text]) => {
		const steps = text.split('; ');
		// A restart takes a second of the machine's, which must be little beside a ttl that runs on meanwhile.
		const slower =
			!['etcd', 'zookeeper'].includes(system) && /restart/.test(text.replaceAll(/[ABC] restart/g, '')) ? 2.5 : 1;
		return {name: `${label}: ${name}`, system, lock, steps, scale: isTimed({steps}) ? Math.min(1, scale * slower) : 1};
	});
}

/** The scripts that were written by hand, by system. */
export const cases: Readonly<Record<SystemName, readonly Case[]>> = {
	redis: [
		...on(
			'redis',
			'redis',
			'redis ttl 10s counter-in-redis fsync always',
			{...timed, ...lossy, ...killed, ...stopped, ...operator, ...late, ...elsewhere, ...stepped, ...notRearmed},
			0.12,
		),
		...on('redis', 'redis, everysec', 'redis ttl 10s counter-in-redis fsync everysec', forgetting, 0.12),
		...on('redis', 'redis, no log', 'redis ttl 10s counter-in-redis fsync no', forgetting, 0.12),
	],
	replicated: on(
		'replicated',
		'replicated',
		'replicated ttl 10s counter-in-redis replication-lag 2s',
		{...replication, ...elsewhere, ...bothStepped},
		0.2,
	),
	redlock: [
		...on(
			'redlock',
			'redlock',
			'redlock ttl 10s nodes 5 fsync always',
			{
				...fromEveryNode({...timed, ...killed, ...stopped, ...operator, ...late, ...lossy}),
				...majority,
				...nodeLoss,
				...nodesStepped,
			},
			0.2,
		),
		...on('redlock', 'redlock, no log', 'redlock ttl 10s nodes 5 fsync no', nodeLoss, 0.2),
		...on('redlock', 'redlock of three', 'redlock ttl 10s nodes 3 fsync always', turns, 0.2),
	],
	etcd: [
		...on(
			'etcd',
			'etcd',
			'etcd ttl 10s',
			{...queued, ...lateInLine, ...lostInLine, ...elsewhere, ...elsewhereInLine, ...rearmed},
			0.2,
		),
		...on('etcd', 'etcd of three', 'etcd ttl 10s', led, 0.3).map((script) => ({...script, members: 3})),
		...on('etcd', 'etcd, no look', 'etcd ttl 10s waiter-check off', misled, 0.2),
	],
	zookeeper: [
		...on(
			'zookeeper',
			'zookeeper',
			'zookeeper session-timeout 10s',
			{...queued, ...lateInLine, ...lostInLine, ...elsewhere, ...elsewhereInLine, ...rearmed, ...steppedInVain},
			0.2,
		),
		...on('zookeeper', 'zookeeper of three', 'zookeeper session-timeout 10s', ledOnce, 0.3).map((script) => ({
			...script,
			members: 3,
		})),
	],
	postgres: [
		...on(
			'postgres',
			'postgres',
			'postgres ttl 10s',
			{...timed, ...lossy, ...killed, ...stopped, ...operator, ...late, ...elsewhere, ...stepped, ...notRearmed},
			0.2,
		),
		...on(
			'postgres',
			'postgres, sequence',
			'postgres ttl 10s token sequence',
			{...turns, freed: forgetting['freed'] ?? '', ...elsewhere},
			0.2,
		),
	],
	advisory: [
		...on('advisory', 'advisory', 'advisory', connected, 0.1),
		...on('advisory', 'advisory, pooled', 'advisory', pooled, 0.1),
	],
	transactional: [
		...on('transactional', 'rows', 'transactional', {...transactions, ...lines, ...circles, ...gone}, 0.2),
		...on('transactional', 'rows, silent', 'transactional idle-timeout 20s', silent, 0.2),
	],
};

/** In a redlock a client is cut off from every node. */
function fromEveryNode(scripts: Scripts): Scripts {
	return Object.fromEntries(
		Object.entries(scripts).map(([name, text]) => [
			name,
			text.replaceAll(/(cut|heal) ([AB]) locks/g, '$1 $2 n1 n2 n3 n4 n5'),
		]),
	);
}
