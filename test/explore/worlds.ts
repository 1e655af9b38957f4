import {properties} from '../../src/sim/event.js';
import type {Fact} from '../../src/sim/fact.js';

/** A fact that asks about every property at once, and is never true. */
export const everything: Fact = properties.reduce<Fact>(
	(fact, property) => ({kind: 'and', left: fact, right: {kind: 'violated', property, store: null}}),
	{
		kind: 'time',
		is: '<',
		value: 0,
	},
);

/** Worlds that between them use everything a state of the explorer holds. */
export const worlds: Readonly<Record<string, string>> = {
	'two clients that delay one write': `
		client A; client B; lock account lease ttl 10s; store raw unfenced; store safe fenced ratchet read
		put account n=0
		A runs acquire account; read account; write account n+=1; release account
		B runs acquire account; read account; write account n+=1; release account
		faults delay 1`,
	'three clients, one unlike the others, with a pause': `
		client A; client B; client C; lock account lease ttl 10s; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; check account; write account n=2
		C runs acquire account; write account n=1; release account
		faults pause 1`,
	'clients that crash and come back': `
		client A; client B; lock account lease ttl 10s; store s fenced
		put account n=0
		A runs acquire account; read account; write account n+=1; release account
		B runs acquire account; write account n=2
		faults crash 1`,
	'clients that renew and ask, with lost messages': `
		client A; client B; lock account lease ttl 10s; store s uuid
		put account n=0
		A runs acquire account ttl 4s; renew account ttl 7s; ask account; advance account; write account n=1 as job pay
		B runs acquire account; renew account; write account m=2; write account n=3 as job pay
		faults lose 1 delay 1`,
	'a lock service without owner check whose memory is volatile, and servers that crash': `
		client A; client B; lock account lease ttl 10s volatile owner-check off; store s fenced forgets
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults node 2`,
	'two locks, retries, and a store whose check and write are two steps': `
		client A; client B; lock account lease ttl 10s; lock other lease ttl 3s; store s fenced non-atomic
		put account n=0; put other m=0
		A runs acquire account; acquire other; write account n=1; write other m=1
		B runs acquire other; acquire account; read account; write account n+=1
		B retries
		faults delay 1`,
	'messages that are delayed by their program': `
		client A; client B; lock account lease ttl 10s; store s unfenced
		put account n=0
		A runs acquire account; read account; write account n+=1 delayed 12s; release account
		B runs acquire account; read account; write account n+=1 delayed 12s reply delayed 1s; release account`,
	'messages that take time': `
		client A; client B; lock account lease ttl 10s; store s fenced; latency 1s
		put account n=0
		A runs acquire account; read account; write account n+=1
		B runs acquire account; read account; write account n+=1`,
	'one Redis node that crashes': `
		client A; client B; lock account redis ttl 10s counter-in-redis release get-then-delete; store s fenced
		put account n=0
		A runs acquire account; read account; write account n+=1; release account
		B runs acquire account; read account; write account n+=1; release account
		faults node 1 delay 1`,
	'a replica that is promoted': `
		client A; client B; lock account replicated ttl 10s; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults node 1`,
	'transactions that lock rows, and die, and a store that loses power': `
		client A; client B; store ledger transactional; put account n=0
		A runs begin ledger; read account for update; write account n+=1; commit ledger
		B runs begin ledger; read account for update; write account n+=1; commit ledger
		faults delay 1 crash 1 node 1`,
	'transactions that are rolled back in silence, and a write beside them': `
		client A; client B; client C; store ledger transactional idle-timeout 5s; put account n=0; put other n=0
		A runs begin ledger; read account for update; read other for update; commit ledger
		B runs begin ledger; read other for update; write account n=2; rollback ledger
		C runs read account; write account n+=1
		faults pause 1`,
	'a row in a Postgres table': `
		client A; client B; lock account postgres ttl 10s; store s fenced-cas
		put account n=0
		A runs acquire account; read account; write account n+=1; release account
		B runs acquire account; read account; write account n+=1; release account
		faults delay 1`,
	'candidates of Kubernetes, one of which is cut off': `
		client A; client B; lock account kubernetes ttl 4s renew-deadline 3s retry-period 2s token transitions; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=1; release account
		faults cut 1`,
	'candidates of Kubernetes whose record an operator empties or deletes': `
		client A; client B; lock account kubernetes ttl 4s renew-deadline 3s retry-period 2s release get-then-delete; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; renew account
		faults revoke 1`,
	'candidates of Kubernetes whose clocks run at other rates': `
		client A; client B; lock account kubernetes ttl 4s renew-deadline 3s retry-period 2s; store s unfenced
		put account n=0
		A runs acquire account; write account n=1
		B runs acquire account; write account n=1
		faults rate 1`,
	'an item in DynamoDB, with messages that are lost': `
		client A; client B; lock account dynamodb ttl 4s heartbeat 2s refresh 2s; store s unfenced
		put account n=0
		A runs acquire account; renew account; write account n=1
		B runs acquire account; release account
		faults lose 1`,
	'an item in DynamoDB, and clients that stand still': `
		client A; client B; lock account dynamodb ttl 4s heartbeat 2s refresh 2s; store s unfenced
		put account n=0
		A runs acquire account; write account n=1
		B runs acquire account; release account
		faults pause 1`,
	'objects in a store, whose ends the clocks of clients decide': `
		client A; client B; lock account s3 ttl 10s; store s fenced
		put account n=0
		A runs acquire account; ask account; write account n=1; release account
		B runs acquire account; read account; write account n+=1; release account
		faults clock 1 lose 1`,
	'objects in a store that are deleted, by clients and by an operator': `
		client A; client B; lock account s3 ttl 10s release get-then-delete; store s unfenced
		put account n=0
		A runs acquire account; renew account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults late 1 revoke 1`,
	'a Consul session with its delay': `
		client A; client B; lock account consul ttl 10s; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults delay 1`,
	'a line of ZooKeeper clients, one of which stops': `
		client A; client B; client C; lock account zookeeper ttl 10s; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=1; release account
		C runs acquire account; write account n=3; release account
		faults pause 1`,
	'a line of etcd clients that crash': `
		client A; client B; lock account etcd ttl 10s waiter-check off; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults crash 1`,
	'etcd clients that wait in line for so long only, and are cut off': `
		client A; client B; client C; lock account etcd ttl 10s; store s fenced
		put account n=0
		A runs acquire account within 5s; write account n=1; release account
		B runs acquire account within 3s; write account n=2; release account
		C runs acquire account; write account n=3; release account
		faults cut 1`,
	'ZooKeeper clients that leave the line, one of which crashes': `
		client A; client B; lock account zookeeper; store s unfenced
		put account n=0
		A runs acquire account within 5s; read account; write account n+=1; release account
		B runs acquire account within 5s; read account; write account n+=1; release account
		faults crash 1 pause 1`,
	'a Redis that stands still for a while, and serves what was sent meanwhile': `
		client A; client B; lock account redis ttl 10s; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults delay 1
		locks pause for 5s`,
	'a line of etcd clients whose service stands still': `
		client A; client B; lock account etcd ttl 10s; store s unfenced
		put account n=0
		A runs renew account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults pause 1
		A acquire account
		locks pause for 12s`,
	'clients that are cut off from a line of etcd clients': `
		client A; client B; lock account etcd ttl 10s; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults cut 1`,
	'a Consul whose clients are cut off': `
		client A; client B; lock account consul ttl 10s lock-delay 5s; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults cut 1`,
	'a lease whose messages are late and come twice': `
		client A; client B; lock account lease ttl 10s; store s fenced
		put account n=0
		A runs acquire account; renew account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults late 1 duplicate 1`,
	'a replica that is promoted for no reason': `
		client A; client B; lock account replicated ttl 10s; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults failover 1`,
	'replicas that a grant waits for, one of which crashes': `
		client A; client B; lock account replicated ttl 10s replicas 2 wait 1; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults node 1`,
	'a replica that a grant waits for, and a message that is late': `
		client A; client B; lock account replicated ttl 10s wait 1 node-timeout 80ms; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults late 1 crash 1`,
	'a lease of clients whose machines sleep': `
		client A; client B; lock account lease ttl 10s; store s fenced
		put account n=0
		A runs acquire account; check account; write account n=1; release account
		B runs acquire account; renew account; write account n=2
		faults suspend 1 late 1`,
	'sessions of machines that sleep and are cut off': `
		client A; client B; lock account etcd ttl 10s; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2
		faults suspend 1 cut 1`,
	'clocks that are slow or fast': `
		client A; client B; lock account lease ttl 10s; store s fenced
		put account n=0
		A runs acquire account; check account; write account n=1; release account
		B runs acquire account; renew account ttl 7s; write account n=2
		faults rate 2 late 1`,
	'a redlock whose clients have slow or fast clocks': `
		client A; client B; lock account redlock ttl 10s nodes 3; store s unfenced
		put account n=0
		A runs acquire account; check account; write account n=1; release account
		B runs acquire account; write account n=2
		faults rate 1 suspend 1`,
	'a line of etcd clients whose leader changes and whose operator takes the lock away': `
		client A; client B; lock account etcd ttl 10s; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults failover 1 revoke 1 pause 1`,
	'a Redis without a log whose process dies, with a counter that an operator deletes': `
		client A; client B; lock account redis ttl 10s counter-in-redis fsync no; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults restart 1 revoke 1`,
	'a Consul that is killed, and whose record is deleted': `
		client A; client B; lock account consul ttl 10s lock-delay 5s; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults restart 1 revoke 1 failover 1`,
	'a redlock whose processes die together': `
		client A; client B; lock account redlock ttl 10s nodes 3 fsync no; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults restart 1 revoke 1`,
	'a row whose end clients stamp and judge by clocks that step': `
		client A; client B; lock account postgres ttl 10s clock client; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults clock 1`,
	'a Redis key without an end, whose holder dies and which an operator takes away': `
		client A; client B; lock account redis ttl none; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults crash 1 revoke 1`,
	'clients that never look at their clocks, and a message that is late': `
		client A; client B; lock account lease ttl 10s deadline off; store s fenced
		put account n=0
		A runs acquire account; check account; write account n=1; release account
		B runs acquire account; renew account; write account n=2
		faults late 1`,
	'a lease with a least time, and a store that forgets its fence and its jobs': `
		client A; client B; lock account lease ttl 10s min 4s; store s fenced forgets after 5s dedupes for 3s
		put account n=0
		A runs acquire account; write account n=1 as job pay; release account
		B runs acquire account; write account n=2 as job pay; release account
		faults delay 1`,
	'a lease that its holder takes twice': `
		client A; client B; lock account lease ttl 10s reentrant; store s fenced
		put account n=0
		A runs acquire account; acquire account; write account n=1; release account; release account
		B runs acquire account; write account n=2; release account
		faults crash 1`,
	'a client that works longer than its lease, and may be late or asleep': `
		client A; client B; lock account lease ttl 10s; store s fenced
		put account n=0
		A runs acquire account; works 12s; check account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults suspend 1 late 1`,
	'a lease that a watchdog keeps during work, whose client is paused or cut off': `
		client A; client B; lock account lease ttl 10s; store s unfenced
		put account n=0
		A runs acquire account; keeps account every 4s; works 15s; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults pause 1 cut 1`,
	'a redlock that a watchdog keeps, whose node crashes': `
		client A; client B; lock account redlock ttl 10s nodes 3; store s unfenced
		put account n=0
		A runs keeps account every 4s; acquire account; works 11s; write account n=1; release account
		B runs acquire account; write account n=2
		faults node 1`,
	'an advisory lock of a connection that is cut off, whose clients die': `
		client A; client B; lock account advisory keepalive 5s; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults cut 1 crash 1`,
	'an advisory lock behind a pooler, with a third who waits for it': `
		client A; client B; client C; A shares B; lock account advisory; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		C runs acquire account; write account n=3
		faults crash 1`,
	'an advisory lock whose server dies and whose holder is ended': `
		client A; client B; lock account advisory; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults restart 1 revoke 1 late 1`,
	'an advisory lock of machines that sleep, held twice': `
		client A; client B; lock account advisory keepalive 5s reentrant; store s unfenced
		put account n=0
		A runs acquire account; acquire account; write account n=1; release account; release account
		B runs acquire account; write account n=2; release account
		faults suspend 1 pause 1`,
	'a redlock whose clients wait for nodes that stay silent': `
		client A; client B; lock account redlock ttl 10s nodes 3 node-timeout 50ms; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account
		faults lose 1`,
	'a redlock whose node crashes or whose clock steps': `
		client A; client B; lock account redlock ttl 10s nodes 3; store s unfenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults node 1 clock 1`,
	'objects whose end is over by a clock that is ahead': `
		client A; client B; lock account s3 ttl 10s; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults delay 1
		B clock +5s`,
	'rows whose end is over by a clock that is ahead and fast': `
		client A; client B; lock account postgres ttl 10s clock client; store s fenced
		put account n=0
		A runs acquire account; write account n=1; release account
		B runs acquire account; write account n=2; release account
		faults pause 1
		B clock +5s
		B clock x1.5`,
};
