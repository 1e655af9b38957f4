import {m1Subject, redlockSubject, type Subject, worldSubject} from './subject.js';

/** What the bench searches, by name. */
export const subjects: Readonly<Record<string, Subject>> = {
	'M1 3,3,3': m1Subject(3, 3, 3, 'fenced'),
	'M1 4,2,3': m1Subject(4, 2, 3, 'fenced'),
	'world of 2 clients': worldSubject({clients: 2, rounds: 3, delays: 1, rule: 'fenced', reads: '', advances: false}),
	'world of 3 clients': worldSubject({clients: 3, rounds: 2, delays: 1, rule: 'fenced', reads: '', advances: false}),
	'redlock, 1 fault': redlockSubject(1),
	'redlock, 4 faults': redlockSubject(4),
};
