import type {Atom, Fact} from '../sim/fact.js';
import {evaluate, quantity, writes} from '../sim/fact-value.js';
import {atomsOf} from '../sim/formula.js';
import {belief, lease, rowsOf} from '../sim/look.js';
import type {Value} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import {counted} from './counted.js';
import {endlessBelief} from './endless.js';

/** Why a fact is as it is: the value of each of its parts, as in `token of A is 33, expected 34`. */
export function explainFact(world: World, fact: Fact): string {
	return atomsOf(fact)
		.map(({atom, wanted}) => part(world, atom, wanted))
		.join('; ');
}

function part(world: World, atom: Atom, expected: boolean): string {
	const truth = evaluate(world, atom);
	switch (atom.kind) {
		case 'holds':
			return `${holderOf(world, atom.lock)} holds ${atom.lock}${truth === expected ? '' : `, expected ${expected ? '' : 'not '}${atom.client ?? 'nobody'}`}`;
		case 'believes': {
			const until = belief(world, atom.client, atom.lock)?.until;
			return `${atom.client} ${until === undefined ? 'does not believe' : `believes ${until === null ? endlessBelief(world.spec, atom.lock) : `until ${until} ms`}`} in ${atom.lock}`;
		}
		case 'waits':
			return `${atom.client} ${truth ? 'stands' : 'does not stand'} in line for ${atom.lock}`;
		case 'process':
			return `${atom.client} is ${truth ? '' : 'not '}${atom.state}`;
		case 'token':
			return compared(`token of ${atom.client}`, world, atom, expected);
		case 'highest':
			return compared(`highest of ${atom.store}`, world, atom, expected);
		case 'version':
			return compared(`version of ${atom.store}`, world, atom, expected);
		case 'value':
			return compared(`value of ${atom.store} ${atom.key}`, world, atom, expected);
		case 'time':
			return `time is ${world.now} ms, expected ${expected ? '' : 'not '}${wanted(atom)} ms`;
		case 'last':
			return `last outcome is ${lastOutcome(world)}, expected ${expected ? '' : 'not '}${atom.outcome}${atom.store === null ? '' : ` on ${atom.store}`}`;
		case 'wrote': {
			const count = writes(world, atom);
			const bound =
				atom.times === null
					? expected
						? 'at least 1'
						: '0'
					: `${expected ? '' : 'not '}${atom.times.is === '=' ? '' : `${atom.times.is} `}${atom.times.count}`;
			return `${counted(count, 'write')} of ${atom.client} ${atom.outcome} on ${atom.store}, expected ${bound}`;
		}
		case 'violated':
			return `${atom.property} ${truth ? 'has' : 'has not'} been violated${atom.store === null ? '' : ` on ${atom.store}`}`;
	}
}

type Compared = Extract<Atom, {kind: 'token' | 'highest' | 'version' | 'value' | 'time'}>;

function holderOf(world: World, lock: string): string {
	if (world.spec.locks.every(({name}) => name !== lock))
		return rowsOf(world, lock).find((row) => row.holder !== null)?.holder ?? 'nobody';
	const held = lease(world, lock);
	if (held === null) return 'nobody';
	return held.dead ? `a dead process of ${held.holder}` : held.holder;
}

function compared(subject: string, world: World, atom: Compared, expected: boolean): string {
	return `${subject} is ${shown(quantity(world, atom))}, expected ${expected ? '' : 'not '}${wanted(atom)}`;
}

function wanted({is, value}: Compared): string {
	return `${is === '=' ? '' : `${is} `}${shown(value)}`;
}

function shown(value: Value | null): string {
	return value === null ? 'none' : typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function lastOutcome({audit}: World): string {
	if (audit.last === null) return 'none';
	return audit.last.answers.map(({store, outcome}) => (store === null ? outcome : `${outcome} on ${store}`)).join(', ');
}
