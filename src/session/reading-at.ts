import type {Lesson} from '../lesson/lesson.js';
import {type Reading, readingWithout, wholeReading} from '../narrate/reading.js';
import type {Place} from './session.js';

/** What the learner knows how to read in a place: all of it but what a later lesson of the course teaches. */
export function readingAt(place: Place): Reading {
	if (place.kind === 'sandbox') return wholeReading;
	const known = readings.get(place.lesson) ?? readingOf(place.lesson);
	readings.set(place.lesson, known);
	return known;
}

/** A screen asks for every key. */
const readings = new WeakMap<Lesson, Reading>();

function readingOf({notYet = []}: Lesson): Reading {
	return notYet.length === 0 ? wholeReading : readingWithout(notYet);
}
