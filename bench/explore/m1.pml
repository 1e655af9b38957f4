/*
 * M1, the yardstick: C clients take a lease K times each, read, write and release; E leases expire before their time is up.
 * RULE 0: the store accepts every write; 1: it rejects a token below the highest; 2: its reads look at tokens too, and raise the highest.
 * Every action is one d_step of a process with a single control location, so that SPIN's states are exactly M1's.
 * Compile with `spin -o2 -a`, or SPIN drops variables that are only written and the counts differ.
 */
#ifndef C
#define C 3
#endif
#ifndef K
#define K 3
#endif
#ifndef E
#define E 3
#endif
#ifndef RULE
#define RULE 1
#endif

byte lease, counter, expired;
byte version, value, highest;
bit p1_broken, p2_broken;
byte at[C], round[C], token[C], based[C];

#define ACQUIRE 0
#define READ 1
#define WRITE 2
#define RELEASE 3
#define stale (token[_pid] < highest)

inline write_lands() {
	if :: based[_pid] != version -> p2_broken = 1 :: else fi;
	if :: stale -> p1_broken = 1 :: else -> highest = token[_pid] fi;
	version++;
	value = based[_pid] + 1;
	based[_pid] = 0;
	at[_pid] = RELEASE
}

active [C] proctype client() {
end:	do
	:: d_step { at[_pid] == ACQUIRE && round[_pid] < K && lease == 0 -> counter++; lease = counter; token[_pid] = counter; at[_pid] = READ }
	:: d_step { at[_pid] == READ && (RULE < 2 || !stale) ->
			if :: RULE == 2 -> highest = token[_pid] :: else fi;
			based[_pid] = version;
			at[_pid] = WRITE }
	:: d_step { at[_pid] == READ && RULE == 2 && stale -> at[_pid] = RELEASE }
	:: d_step { at[_pid] == WRITE && (RULE == 0 || !stale) -> write_lands() }
	:: d_step { at[_pid] == WRITE && RULE > 0 && stale -> based[_pid] = 0; at[_pid] = RELEASE }
	:: d_step { at[_pid] == RELEASE ->
			if :: lease == token[_pid] -> lease = 0 :: else fi;
			token[_pid] = 0;
			round[_pid]++;
			at[_pid] = ACQUIRE }
	od
}

active proctype clock() {
end:	do
	:: d_step { lease != 0 && expired < E -> lease = 0; expired++ }
	od
}
