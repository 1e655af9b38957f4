import {type Fact, factAtoms} from '../../sim/fact.js';
import {atomsOf} from '../../sim/formula.js';
import type {OptionValue} from '../../sim/option.js';
import type {Operation, Statement, Value} from '../../sim/statement.js';
import type {ConditionWord} from '../../sim/store/condition.js';
import type {Spec} from '../../sim/world.js';
import type {Quest} from './quest.js';

/** How far numbers count: tokens and versions up to these may be asked for as they are, and a value may stand for others that nothing tells from it. */
export type NumbersThatMatter = {
	readonly token: number;
	readonly version: number;
	readonly value: (resource: string, key: string, value: Value) => Value;
};

/** What a quest in a world can tell apart. */
export function numbersThatMatter({clients, stores}: Spec, {goals, lose, examples}: Quest): NumbersThatMatter {
	const atoms = [...goals, ...lose].flatMap((fact: Fact) => factAtoms(fact));
	const operations = [...clients.flatMap(({program}) => program ?? []), ...examples.flatMap(operationOf)];
	const tokens = [
		...atoms.map((atom) => (atom.kind === 'token' || atom.kind === 'highest' ? atom.value : null)),
		...operations.map((operation) =>
			'token' in operation && operation.token.kind === 'number' ? operation.token.token : null,
		),
	];
	const versions = [
		...atoms.map((atom) => (atom.kind === 'version' ? atom.value : null)),
		...operations.map((operation) => (operation.kind === 'write' ? operation.ifVersion : null)),
	];
	const own = conditionNumbers(stores);
	const asked = (resource: string, key: string) =>
		atoms.flatMap((atom) =>
			atom.kind === 'value' && atom.resource === resource && atom.key === key ? [atom.value] : [],
		);
	const changes = (resource: string, key: string) =>
		operations.flatMap((operation) =>
			operation.kind === 'write' && operation.resource === resource && operation.key === key ? [signOf(operation)] : [],
		);
	return {
		token: greatest([...tokens, ...own]),
		version: greatest([...versions, ...own]),
		value: (resource, key, value) => toldApart(asked(resource, key), changes(resource, key), value),
	};
}

/** A value that no fact looks at is any value of its kind; one that can only fall, and is below all that are asked for, may be any of these; and so upwards. */
function toldApart(asked: readonly (Value | null)[], signs: readonly number[], value: Value): Value {
	if (asked.length === 0) return typeof value === 'number' ? 0 : '';
	const numbers = asked.filter((each) => typeof each === 'number');
	if (typeof value !== 'number' || numbers.length === 0) return value;
	const lowest = Math.min(...numbers) - 1;
	const highest = Math.max(...numbers) + 1;
	if (value < lowest && signs.every((sign) => sign <= 0)) return lowest;
	return value > highest && signs.every((sign) => sign >= 0) ? highest : value;
}

/** Which way a write moves a number: 0 when it sets it. */
function signOf({change, value}: Extract<Operation, {kind: 'write'}>): number {
	const amount = typeof value === 'number' ? Math.sign(value) : 0;
	return change === '=' ? 0 : change === '+=' ? amount : -amount;
}

/** The numbers that the rules of one's own compare tokens or versions with; where one compares tokens with versions, every number counts as it is. */
function conditionNumbers(stores: Spec['stores']): readonly number[] {
	const pairs = stores.flatMap(({options}) =>
		Object.values<OptionValue>(options).flatMap((value) =>
			typeof value === 'object' && value !== null ? atomsOf(value).map(({atom}) => [atom.left, atom.right]) : [],
		),
	);
	return pairs.flatMap((pair) => {
		const families = new Set(pair.flatMap((term) => (typeof term === 'string' ? [familyOf(term)] : [])));
		return families.size > 1
			? [Number.POSITIVE_INFINITY]
			: pair.filter((term): term is number => typeof term === 'number');
	});
}

function familyOf(word: ConditionWord): 'tokens' | 'versions' {
	return word === 'token' || word === 'highest' ? 'tokens' : 'versions';
}

function operationOf(statement: Statement): readonly Operation[] {
	return statement.kind === 'do' ? [statement.operation] : [];
}

function greatest(numbers: readonly (number | null)[]): number {
	return Math.max(0, ...numbers.filter((number) => number !== null));
}
