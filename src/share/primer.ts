/**
 * What stands before any run when it is squeezed: every statement there is, the likeliest last, as `print` writes them. It is a part of the form of a code,
 * so a change of one character here makes every code that was shared before unreadable: with one goes a new version of the rules.
 */
export const primer = `client A
client B
client C
lock account lease ttl 30s volatile
lock job redis ttl 30s
lock main redis ttl 10s release delete fsync always restart-delay 10s counter-in-redis
lock main replicated ttl 10s release get-then-delete replication-lag 1s
lock main redlock ttl 10s nodes 3 elapsed-check off fsync no node-timeout 50ms
lock main zookeeper ttl 10s token suffix
lock main etcd ttl 10s waiter-check off
lock main consul ttl 10s lock-delay 30s behavior delete
lock main postgres ttl 10s token sequence
store raw unfenced
store safe fenced
store strict fenced-strict
store exact equal
store named uuid
store checked cas
store both fenced-cas ratchet read scope key forgets non-atomic text-tokens dedupes
put orders status=none total=0 owner=nobody version=1
latency 1ms
pace 500ms
faults delay 1 lose 1 pause 1 clock 1 crash 1 node 1
A runs acquire account; read account; check account; write account balance-=10; release account
B runs acquire account; read account; write account balance+=10; release account
A retries
A rereads
A starts at 0s
B starts at 5s
claim never stale-write on raw
claim possible lost-update in 5
expect token of A for account = 33
expect highest of safe for account = 34
expect value of safe account.balance = 90
expect version of raw for account = 2
expect nobody holds account
expect not (A believes account and B believes account)
expect stale-write on raw or late-write on safe
expect B accepted on raw >= 2 times
expect last rejected
expect time >= 6s
n3 clock +10s
n3 crash
n3 restart
primary crash
failover
locks crash
locks restart
raw crash
raw restart
cut A n4 n5
heal A n4 n5
deliver A
drop 1
duplicate 2
deliver 1
A renew account
A renew account ttl 10s
A ask account
A check account
A read account
A advance account
A advance account to safe token 34
A write account balance=90 to raw token 33
A write account balance=80 no token
A write account balance=80 to safe if version 1 as job pay
A write account balance=80 held
A write account balance=80 delayed 90s
A acquire account reply lost
A acquire account reply delayed 15s
A write account balance=100 lost
A clock +5s
A clock -5s
A crash
A restart
step A 3
step B held
run A
run B
B pause for 15s
B resume
client A
client B
lock account lease ttl 10s volatile
store raw unfenced
store safe fenced
put account balance=100
A acquire account
A read account
A pause
wait until expiry
B acquire account
B read account
B write account balance=90
B release account
A resume
A write account balance=90
wait 11s
A write account balance-=10
B write account balance+=10
wait 5s
A pause for 15s
B pause
wait 1s
wait 10s
step A
step B
A release account
client A
client B
lock account lease ttl 10s
store raw unfenced
store safe fenced
put account balance=100
A acquire account
A pause
wait 11s
B acquire account
B write account balance=80
A resume
A write account balance=90

`;
