import {subjects} from './subjects.js';

/** Searches one subject in a process of its own, and prints what it counted. Typed: the subject's name, `plain` or `symmetric`, and for how many states to make room. */
const [name = '', manner = 'plain', room = '1000'] = process.argv.slice(2);
const subject = subjects[name];
if (subject === undefined)
	throw new Error(`There is no subject ${name}; there are ${Object.keys(subjects).join(', ')}.`);
console.log(JSON.stringify(subject.explore({symmetric: manner === 'symmetric', room: Number(room)})));
