/*
 * The worlds of the table of known truths: C clients, each K times `acquire; [advance;] read; write n+=1; release`, one lease lock, one store,
 * and DELAY writes that the network may hold back. What counts as history is here as three bits, the newest grant the store has heard of, and whose the
 * newest writes are.
 * Grants and tokens are the same here, counted from 1: the simulator's tokens start at 33.
 * Compile with `spin -o2 -a`, or SPIN drops variables that are only written and the counts differ.
 */
#ifndef C
#define C 2
#endif
#ifndef K
#define K 1
#endif
#ifndef DELAY
#define DELAY 1
#endif

#define UNFENCED 0
#define FENCED 1
#define STRICT 2
#define CAS 3
#define FENCED_CAS 4
#define EQUAL 5
#ifndef RULE
#define RULE UNFENCED
#endif

/* Reads: 0 free, 1 check the token, 2 check and ratchet. */
#ifndef READS
#define READS 0
#endif
#ifndef ADVANCE
#define ADVANCE 0
#endif

#define LENGTH (4 + ADVANCE)
#define me _pid
#define NONE 255

byte lease, grants;
byte version, value, highest, newest;
#if RULE != CAS && RULE != FENCED_CAS
/* From this version on every write is of one client; which version each wrote last, while it knows of no newer one. */
byte own_since, wrote[C];
#endif
bit stale_write, lost_update, locked_out;
byte delays = DELAY;

/* A client: where its program stands, whether it has ended badly, its token, whether it believes, what it remembers. */
byte at[C];
bit failed[C], believes[C];
byte token[C], known[C] = NONE, remembered[C];
/* Its write in the network: with one delay in all there is at most one. */
bit sent[C];
byte sent_token[C], sent_based[C], sent_value[C];

bit refused;

inline heard(t) { if :: t > newest -> newest = t :: else fi }

inline judge(t, b) {
	refused = 0;
	if
	:: RULE == FENCED || RULE == FENCED_CAS -> refused = (t < highest)
	:: RULE == STRICT -> refused = (t <= highest)
	:: RULE == EQUAL -> refused = (highest != 0 && t != highest)
	:: else
	fi;
	if :: (RULE == CAS || RULE == FENCED_CAS) && b != version -> refused = 1 :: else fi
}

inline lose_faith(t) {
	if
	:: t == token[me] && (((RULE == FENCED || RULE == FENCED_CAS) && t < highest) || (RULE == STRICT && t <= highest)) -> believes[me] = 0
	:: else
	fi
}

/* A write is no lost update when every version since its base is of its own client. It is about to become version + 1. */
#if RULE == CAS || RULE == FENCED_CAS
inline note_writer(b) { skip }
inline forget_own() { skip }
#else
inline note_writer(b) {
	if :: wrote[me] != 0 && wrote[me] == version -> skip :: else -> own_since = version + 1 fi;
	if :: own_since - 1 > b -> lost_update = 1 :: else fi;
	wrote[me] = version + 1
}
inline forget_own() { if :: known[me] != NONE && wrote[me] < known[me] -> wrote[me] = 0 :: else fi }
#endif

/* Leaves in `refused` whether the store refuses; otherwise the write is applied and the client learns of it. */
inline process(t, b, v) {
	judge(t, b);
	if
	:: refused ->
		if :: lease == t -> locked_out = 1 :: else fi;
		lose_faith(t)
	:: else ->
		if :: t < newest -> stale_write = 1 :: else fi;
		heard(t);
		note_writer(b);
		version++;
		value = v;
		if
		:: RULE == FENCED || RULE == STRICT || RULE == FENCED_CAS -> if :: t > highest -> highest = t :: else fi
		:: RULE == EQUAL && highest == 0 -> highest = t
		:: else
		fi;
		if :: b + 1 == version -> known[me] = version :: else fi;
		remembered[me] = value;
		forget_own()
	fi
}

#define ready (!failed[me] && at[me] < LENGTH * K)
#define step (at[me] % LENGTH)

active [C] proctype client() {
end:	do
	:: d_step { ready && step == 0 && lease == 0 -> grants++; lease = grants; token[me] = grants; believes[me] = 1; at[me]++ }
	:: d_step { ready && step == 0 && lease != 0 -> skip }
	:: d_step { ready && ADVANCE && step == 1 ->
			if
			:: (RULE == STRICT && token[me] <= highest) || token[me] < highest -> failed[me] = 1
			:: else -> highest = token[me]; heard(token[me]); at[me]++
			fi }
	:: d_step { ready && step == 1 + ADVANCE ->
			if
			:: READS > 0 && token[me] < highest -> failed[me] = 1
			:: else ->
				if :: READS == 2 -> highest = token[me]; heard(token[me]) :: else fi;
				known[me] = version; remembered[me] = value; forget_own(); at[me]++
			fi }
	:: d_step { ready && step == 2 + ADVANCE ->
			process(token[me], known[me], remembered[me] + 1);
			if :: refused -> failed[me] = 1 :: else -> at[me]++ fi;
			refused = 0 }
	:: d_step { ready && step == 2 + ADVANCE && delays > 0 ->
			delays--; sent[me] = 1; sent_token[me] = token[me]; sent_based[me] = known[me]; sent_value[me] = remembered[me] + 1; at[me]++ }
	:: d_step { sent[me] ->
			process(sent_token[me], sent_based[me], sent_value[me]);
			refused = 0; sent[me] = 0; sent_token[me] = 0; sent_based[me] = 0; sent_value[me] = 0 }
	:: d_step { ready && step == 3 + ADVANCE ->
			if :: lease == token[me] -> lease = 0 :: else fi;
			believes[me] = 0; at[me]++ }
	od
}

active proctype clock() {
	byte i;
end:	do
	:: d_step { lease != 0 ->
			i = 0;
			do :: i < C -> if :: token[i] == lease -> believes[i] = 0 :: else fi; i++ :: else -> break od;
			lease = 0; i = 0 }
	od
}
