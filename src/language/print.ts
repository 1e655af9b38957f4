import {type FaultBudget, faultKinds, noFaults, type Statement} from '../sim/statement.js';
import {printDuration} from './duration.js';
import {printFact} from './print-fact.js';
import {joined, printMessageOptions, printOperation} from './print-operation.js';
import {printRule, printService} from './print-service.js';
import {printValue, written} from './value.js';

/** The same as `print`, with the usual values of options where the learner has typed them. */
export function printTyped(statement: Statement, typed: string): string {
	switch (statement.kind) {
		case 'lock':
			return `lock ${statement.name} ${printService(statement.service, typed)}`;
		case 'store':
			return `store ${statement.name} ${printRule(statement, typed)}`;
		default:
			return print(statement);
	}
}

/** The canonical text of a statement, on one line: every name spelled out, options in a fixed order. Parsed where the same names are declared, it gives an equal statement. */
export function print(statement: Statement): string {
	switch (statement.kind) {
		case 'client':
			return `client ${statement.name}`;
		case 'lock':
			return `lock ${statement.name} ${printService(statement.service)}`;
		case 'store':
			return `store ${statement.name} ${printRule(statement)}`;
		case 'put':
			return joined(
				'put',
				statement.resource,
				...statement.values.map(([key, value]) => `${written(key)}=${printValue(value)}`),
			);
		case 'latency':
			return `latency ${printDuration(statement.latency)}`;
		case 'pace':
			return `pace ${printDuration(statement.pace)}`;
		case 'faults':
			return printFaults(statement.budget);
		case 'runs':
			return `${statement.client} runs ${statement.program.map(printOperation).join('; ')}`;
		case 'retries':
		case 'rereads':
		case 'resume':
			return `${statement.client} ${statement.kind}`;
		case 'shares':
			return `${statement.client} shares ${statement.other}`;
		case 'starts':
			return `${statement.client} starts at ${printDuration(statement.at)}`;
		case 'do':
			return `${statement.client} ${printOperation(statement.operation)}`;
		case 'rate':
			return `${statement.client} clock x${statement.rate}`;
		case 'pause':
		case 'suspend':
			return joined(statement.client, statement.kind, statement.for !== null && `for ${printDuration(statement.for)}`);
		case 'crash':
		case 'restart':
			return `${statement.actor} ${statement.kind}`;
		case 'clock':
			return `${statement.actor} clock ${statement.by < 0 ? '' : '+'}${printDuration(statement.by)}`;
		case 'step':
			return joined(
				'step',
				statement.client,
				statement.count !== 1 && String(statement.count),
				printMessageOptions(statement.message),
			);
		case 'run':
			return `run ${statement.client}`;
		case 'wait':
			return `wait ${printDuration(statement.for)}`;
		case 'wait-until-expiry':
			return 'wait until expiry';
		case 'deliver':
		case 'drop':
		case 'duplicate':
			return `${statement.kind} ${statement.message}`;
		case 'deliver-from':
			return `deliver ${statement.client}`;
		case 'failover':
			return joined('failover', statement.to);
		case 'kill':
			return 'locks kill';
		case 'stall':
			return joined('locks pause', statement.for !== null && `for ${printDuration(statement.for)}`);
		case 'unstall':
			return 'locks resume';
		case 'lead':
			return 'locks failover';
		case 'revoke':
		case 'delete':
			return `locks ${statement.kind} ${statement.lock}`;
		case 'cut':
		case 'heal':
			return joined(statement.kind, statement.from, ...statement.to);
		case 'expect':
			return `expect ${printFact(statement.fact)}`;
		case 'claim':
			return `claim ${claimText(statement)}`;
	}
}

function printFaults(budget: FaultBudget): string {
	const spent = faultKinds.filter((kind) => budget[kind] !== noFaults[kind]);
	return joined(
		'faults',
		...(spent.length === 0 ? faultKinds.slice(0, 1) : spent).map((kind) => `${kind} ${budget[kind]}`),
	);
}

/** A claim as it is written, without the word itself. */
export function claimText({mode, fact, moves}: Extract<Statement, {kind: 'claim'}>): string {
	return `${mode} ${printFact(fact)}${moves === null ? '' : ` in ${moves}`}`;
}
