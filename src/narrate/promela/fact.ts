import type {Claim} from '../../explore/claim.js';
import {claimText} from '../../language/print.js';
import type {Atom, Fact} from '../../sim/fact.js';
import {isConnective} from '../../sim/formula.js';
import {countOf, flagOf, lastIs} from './history.js';
import {isHeld, tokenOf} from './lock-kinds.js';
import {absent, none, type Plan, placesOf, text} from './plan.js';
import {fencesOfPlace, signs} from './store.js';
import {rowHeld, waitsForRow} from './transactions/rows.js';

/** A fact as an expression over the state of the model. */
function said(plan: Plan, fact: Fact): string {
	if (!isConnective(fact)) return saidAtom(plan, fact);
	if (fact.kind === 'not') return `!(${said(plan, fact.fact)})`;
	return `(${said(plan, fact.left)} ${fact.kind === 'and' ? '&&' : '||'} ${said(plan, fact.right)})`;
}

function saidAtom(plan: Plan, atom: Atom): string {
	const {name} = plan;
	const client = 'client' in atom && atom.client !== null ? name('client', atom.client) : '';
	switch (atom.kind) {
		case 'holds':
			if (!plan.spec.locks.some((lock) => lock.name === atom.lock)) return rowHeld(plan, atom.lock, client);
			return isHeld(plan, atom.lock, atom.client === null ? null : client);
		case 'believes':
			return `${name('believes', atom.lock)}[${client}]`;
		case 'process':
			if (atom.state === 'done') return `ended[${client}] != 0`;
			return plan.has.stops || plan.has.lives ? `process[${client}] == ${atom.state.toUpperCase()}` : 'false';
		case 'token':
			return compared(tokenOf(plan, atom.lock, client), none, atom);
		case 'highest': {
			const place = placesOf(plan).find(({words}) => words[0] === atom.store && words[1] === atom.resource);
			return highestOf(place === undefined ? [] : fencesOfPlace(plan, place), atom);
		}
		case 'version':
			return isPlace(plan, atom)
				? compared(name('version_of', atom.store, atom.resource), none, atom)
				: compared('0', none, atom);
		case 'value': {
			const value = atom.value === null ? null : plan.number(atom.value);
			return isPlace(plan, atom)
				? comparedValue(name('value_of', atom.store, atom.resource, atom.key), atom.is, value)
				: comparedValue(String(absent), atom.is, value);
		}
		case 'time':
			return `now ${signs[atom.is]} ${atom.value}`;
		case 'wrote': {
			const count = countOf(plan, atom.client, atom.outcome, atom.store)?.name ?? '0';
			return atom.times === null ? `${count} > 0` : `${count} ${signs[atom.times.is]} ${atom.times.count}`;
		}
		case 'violated':
			return flagOf(plan, atom);
		case 'last':
			return lastIs(plan, atom);
		case 'waits':
			// Nobody stands in line for a lock of the kinds that can be said.
			return plan.spec.locks.some((lock) => lock.name === atom.lock) ? 'false' : waitsForRow(plan, atom.lock, client);
	}
}

/** A comparison with the highest of the tokens that a store keeps, one for each key. */
function highestOf(fences: readonly string[], {is, value}: Compared): string {
	const [fence] = fences;
	if (fence === undefined || fences.length === 1) return compared(fence ?? String(none), none, {is, value});
	const all = (say: (each: string) => string) => `(${fences.map(say).join(' && ')})`;
	const some = (sign: string) =>
		`(${fences.map((each) => `(${each} != NONE && ${each} ${sign} ${value})`).join(' || ')})`;
	const most = (sign: string) => all((each) => `(${each} == NONE || ${each} ${sign} ${value})`);
	const isMissing = all((each) => `${each} == NONE`);
	const equals = value === null ? isMissing : `(${some('==')} && ${most('<=')})`;
	switch (is) {
		case '=':
			return equals;
		case '!=':
			return `!${equals}`;
		case '>':
		case '>=':
			return value === null ? 'false' : some(is);
		case '<':
		case '<=':
			return value === null ? 'false' : `(!${isMissing} && ${most(is)})`;
	}
}

function isPlace(plan: Plan, {store, resource}: {readonly store: string; readonly resource: string}): boolean {
	return placesOf(plan).some(({words}) => words[0] === store && words[1] === resource);
}

type Compared = {readonly is: Extract<Atom, {kind: 'token'}>['is']; readonly value: number | null};

function compared(amount: string, missing: number, {is, value}: Compared): string {
	if (value === null) return is === '=' || is === '!=' ? `${amount} ${signs[is]} ${missing}` : 'false';
	return is === '=' || is === '!='
		? `${amount} ${signs[is]} ${value}`
		: `(${amount} != ${missing} && ${amount} ${signs[is]} ${value})`;
}

function comparedValue(amount: string, is: Compared['is'], value: number | null): string {
	if (value === null || is === '=' || is === '!=') return compared(amount, absent, {is, value});
	const alike = value >= text ? `${amount} >= ${text} && ${amount} != ${absent}` : `${amount} < ${text}`;
	return `(${alike} && ${amount} ${signs[is]} ${value})`;
}

/** A claim by its name in the model. */
export function claimName(plan: Plan, claim: Claim): string {
	return plan.name('claim', claimText(claim));
}

/** Each claim as a property in linear temporal logic. What is possible is said by what SPIN refutes. */
export function claimParts(plan: Plan): readonly string[] {
	return plan.claims.map((claim) => {
		const about =
			claim.mode === 'never'
				? `claim ${claimText(claim)}: SPIN finds no error.`
				: `claim ${claimText(claim)}: SPIN finds an error: a schedule that makes it true.`;
		return `/* ${about.replaceAll('*/', '* /')} */\nltl ${claimName(plan, claim)} { [] !(${said(plan, claim.fact)}) }`;
	});
}
