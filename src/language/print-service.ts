import {machineOf} from '../sim/lock/registry.js';
import type {Form, OptionTable, OptionValue, OptionValues} from '../sim/option.js';
import type {LockService} from '../sim/statement.js';
import {storeOptions} from '../sim/store/options.js';
import {ruleOf} from '../sim/store/registry.js';
import {forever} from '../sim/time.js';
import {printDuration} from './duration.js';
import {printCondition} from './print-condition.js';
import {joined} from './print-operation.js';

/** The canonical text of a lock service and its options; an option that has its usual value is left out, but for those that are always said and those that stand in `typed`. */
export function printService(service: LockService, typed = ''): string {
	return joined(service.kind, printOptions(machineOf(service).options, service.options, typed));
}

/** The canonical text of the options of a table. Order: as in the table. */
export function printOptions(table: OptionTable, values: OptionValues, typed = ''): string {
	return joined(
		...Object.entries(table).map(([key, {form, usual, isAlwaysSaid}]) => {
			const value = values[key] ?? usual;
			if (value === usual && !isAlwaysSaid && typed === '') return false;
			const text = printOption(form, value);
			return (value !== usual || isAlwaysSaid || typed.includes(` ${text}`)) && text;
		}),
	);
}

function printOption(form: Form, value: OptionValue): string {
	switch (form.kind) {
		case 'duration':
			return `${form.words[0] ?? ''} ${value === forever ? 'none' : printDuration(Number(value))}`;
		case 'count':
		case 'part':
			return `${form.word} ${value}`;
		case 'condition':
			return typeof value === 'object' && value !== null ? `${form.word} ${printCondition(value)}` : '';
		case 'phrases':
			return form.phrases.find((phrase) => phrase.value === value)?.words ?? '';
	}
}

/** The canonical text of a store's rule and its options. */
export function printRule(
	{rule, options}: {readonly rule: string; readonly options: OptionValues},
	typed = '',
): string {
	const own = ruleOf({rule});
	return own.optionsFirst === true
		? joined(printOptions(storeOptions, options, typed), rule, printOptions(own.options, options, typed))
		: joined(rule, printOptions({...storeOptions, ...own.options}, options, typed));
}
