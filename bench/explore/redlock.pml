/*
 * Two clients, each once `acquire; write n=1; release`, a redlock of N nodes that write to disk every second, a store that accepts every write,
 * and FAULTS crashes of nodes or of the store. A round over the nodes is one move. A grant lasts 10 s, less the drift for its client.
 * What is history is here as one bit, and which grants are not over. Units: ms.
 * Compile with `spin -o2 -a`, or SPIN drops variables that are only written and the counts differ.
 */
#ifndef N
#define N 5
#endif
#ifndef FAULTS
#define FAULTS 1
#endif

#define C 2
#define BELIEF 9898
#define KEY 10001
#define SECOND 1000
#define QUORUM (N / 2 + 1)
#define me _pid

/* Whose key a node holds: the number of a grant, or 0. */
byte owner[N];
bit down[N];
byte version;
bit store_down;
byte faults = FAULTS;
/* Whose key a node has on its disk, as it was at the last whole second, and how long ago that was; nobody asks once no fault is left. */
byte disk[N];
short since_sync;

byte grants;
/* By grant, from 1: how old it is while that matters, whether its client believes, whether it is not over. */
short age[C + 1];
bit believed[C + 1], live[C + 1];
bit two_grants;

byte at[C], got[C];

byte i, votes;
short time;

inline forget_ages() {
	i = 1;
	do
	:: i <= C ->
		votes = 0;
		do :: votes < N && owner[votes] != i && disk[votes] != i -> votes++ :: else -> break od;
		if :: votes == N && !believed[i] && !live[i] -> age[i] = 0 :: else fi;
		i++
	:: else -> break
	od;
	i = 0; votes = 0
}

inline acquire() {
	i = 0; votes = 0;
	do :: i < N -> if :: !down[i] && owner[i] == 0 -> votes++ :: else fi; i++ :: else -> break od;
	if
	:: votes >= QUORUM ->
		grants++;
		i = 1;
		do :: i <= C -> if :: live[i] -> two_grants = 1 :: else fi; i++ :: else -> break od;
		i = 0;
		do :: i < N -> if :: !down[i] && owner[i] == 0 -> owner[i] = grants :: else fi; i++ :: else -> break od;
		age[grants] = 0; believed[grants] = 1; live[grants] = 1;
		got[me] = grants;
		at[me] = 1
	:: else
	fi;
	i = 0; votes = 0
}

inline release() {
	i = 0;
	do :: i < N -> if :: !down[i] && owner[i] == got[me] -> owner[i] = 0 :: else fi; i++ :: else -> break od;
	believed[got[me]] = 0; live[got[me]] = 0;
	at[me] = 3;
	forget_ages()
}

inline spend_fault() {
	faults--;
	if
	:: faults == 0 ->
		i = 0;
		do :: i < N -> disk[i] = 0; i++ :: else -> break od;
		since_sync = 0
	:: else
	fi;
	forget_ages()
}

/* A key that was given back since the last sync is there again. */
inline crash(n) {
	down[n] = 1;
	owner[n] = disk[n];
	spend_fault()
}

/* How long until the next belief or key ends; 0 when there is none. */
inline next_deadline() {
	time = 0;
	i = 1;
	do
	:: i <= C ->
		if :: believed[i] && (time == 0 || BELIEF - age[i] < time) -> time = BELIEF - age[i] :: else fi;
		i++
	:: else -> break
	od;
	i = 0;
	do
	:: i < N ->
		if :: owner[i] != 0 && (time == 0 || KEY - age[owner[i]] < time) -> time = KEY - age[owner[i]] :: else fi;
		i++
	:: else -> break
	od;
	i = 0
}

inline sync() {
	if
	:: faults > 0 && since_sync + time >= SECOND ->
		i = 0;
		do :: i < N -> disk[i] = owner[i]; i++ :: else -> break od
	:: else
	fi;
	if :: faults > 0 -> since_sync = (since_sync + time) % SECOND :: else fi
}

inline pass() {
	next_deadline();
	sync();
	i = 1;
	do
	:: i <= C ->
		age[i] = age[i] + time;
		if :: age[i] >= BELIEF -> believed[i] = 0; live[i] = 0 :: else fi;
		i++
	:: else -> break
	od;
	i = 0;
	do
	:: i < N ->
		if :: owner[i] != 0 && age[owner[i]] >= KEY -> owner[i] = 0 :: else fi;
		if :: disk[i] != 0 && age[disk[i]] >= KEY -> disk[i] = 0 :: else fi;
		i++
	:: else -> break
	od;
	time = 0;
	forget_ages()
}

#define something_due (believed[1] || believed[2] || owner[0] || owner[1] || owner[2] || (N > 3 && (owner[N - 2] || owner[N - 1])))

active [C] proctype client() {
end:	do
	:: d_step { at[me] == 0 -> acquire() }
	:: d_step { at[me] == 1 ->
			if :: !store_down -> version++ :: else fi;
			at[me] = 2 }
	:: d_step { at[me] == 2 -> release() }
	od
}

active proctype world() {
	byte n;
end:	do
	:: d_step { something_due -> pass() }
	:: d_step { faults > 0 && !store_down -> store_down = 1; spend_fault() }
	:: d_step { store_down -> store_down = 0 }
	:: d_step { faults > 0 && !down[0] -> crash(0) }
	:: d_step { down[0] -> down[0] = 0 }
	:: d_step { faults > 0 && !down[1] -> crash(1) }
	:: d_step { down[1] -> down[1] = 0 }
	:: d_step { faults > 0 && !down[2] -> crash(2) }
	:: d_step { down[2] -> down[2] = 0 }
#if N > 3
	:: d_step { faults > 0 && !down[3] -> crash(3) }
	:: d_step { down[3] -> down[3] = 0 }
	:: d_step { faults > 0 && !down[4] -> crash(4) }
	:: d_step { down[4] -> down[4] = 0 }
#endif
	od
}
