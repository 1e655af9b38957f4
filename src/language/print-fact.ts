import {properties} from '../sim/event.js';
import type {Atom, Fact} from '../sim/fact.js';
import type {Value} from '../sim/statement.js';
import {printDuration} from './duration.js';
import {printFormula} from './print-formula.js';
import {printValue, written} from './value.js';
import {factWords} from './words.js';

/** The canonical text of a fact, with as few parentheses as say the same. */
export function printFact(fact: Fact): string {
	return printFormula(fact, printAtom);
}

function printAtom(atom: Atom): string {
	switch (atom.kind) {
		case 'holds':
			return `${atom.client === null ? 'nobody' : name(atom.client)} holds ${name(atom.lock)}`;
		case 'waits':
			return `${name(atom.client)} waits ${name(atom.lock)}`;
		case 'believes':
			return `${name(atom.client)} believes ${name(atom.lock)}`;
		case 'process':
			return `${name(atom.client)} ${atom.state}`;
		case 'token':
			return `token of ${name(atom.client)} for ${name(atom.lock)} ${atom.is} ${atom.value ?? 'none'}`;
		case 'highest':
		case 'version':
			return `${atom.kind} of ${name(atom.store)} for ${name(atom.resource)} ${atom.is} ${atom.value ?? 'none'}`;
		case 'value':
			return `value of ${name(atom.store)} ${written(`${atom.resource}.${atom.key}`)} ${atom.is} ${printCompared(atom.value)}`;
		case 'time':
			return `time ${atom.is} ${printDuration(atom.value)}`;
		case 'last':
			return `last ${atom.outcome}${onStore(atom.store)}`;
		case 'wrote':
			return `${name(atom.client)} ${atom.outcome}${onStore(atom.store)}${atom.times === null ? '' : ` ${atom.times.is} ${atom.times.count} times`}`;
		case 'violated':
			return `${atom.property}${onStore(atom.store)}`;
	}
}

/** A name that is also a word of facts is written in quotes, where it is never taken for the word. */
function name(name: string): string {
	return factWords.has(name.toLowerCase()) || propertyNames.has(name.toLowerCase()) ? `"${name}"` : name;
}

function printCompared(value: Value | null): string {
	if (value === null) return 'none';
	return typeof value === 'string' && value.toLowerCase() === 'none' ? `"${value}"` : printValue(value);
}

function onStore(store: string | null): string {
	return store === null ? '' : ` on ${name(store)}`;
}

const propertyNames: ReadonlySet<string> = new Set(properties);
