import {evaluate} from '../../sim/fact-value.js';
import type {World} from '../../sim/world.js';
import {play} from '../judge.js';
import type {Choice, Predict} from '../lesson.js';
import {plainText} from '../prose.js';
import type {Finding} from './search.js';

/** Returns what is wrong with a bet that is placed in this world: the simulator must tell its choices apart and find exactly one right. */
export function betFindings(predict: Predict, world: World): readonly Finding[] {
	const played = play(predict.run, world);
	if (played.refused !== null)
		return [{place: played.refused.line.place, message: `This line of the bet is refused. ${played.refused.sentence}`}];
	return [...notOneRight(predict, played.world), ...equalChoices(predict.choices)];
}

function notOneRight(predict: Predict, after: World): readonly Finding[] {
	const right = predict.choices.filter(({when}) => evaluate(after, when.fact));
	if (right.length === 1) return [];
	if (right.length === 0)
		return [
			{place: predict.place, message: 'No choice of this bet is right after it is run. Add what really happens.'},
		];
	const said = right.map(({say}) => `"${plainText(say)}"`).join(' and ');
	return [
		{
			place: predict.place,
			message: `After this bet is run ${said} are all right. Make their conditions so exact that one remains.`,
		},
	];
}

function equalChoices(choices: readonly Choice[]): readonly Finding[] {
	return choices.flatMap((choice, index) => {
		const fact = JSON.stringify(choice.when.fact);
		const twin = choices.slice(0, index).find(({when}) => JSON.stringify(when.fact) === fact);
		return twin === undefined
			? []
			: [
					{
						place: choice.place,
						message: `This choice has the same condition as "${plainText(twin.say)}": nothing tells them apart.`,
					},
				];
	});
}
