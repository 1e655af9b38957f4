import {at, type ClientStep} from '../sim/client-step.js';
import {judged} from './audit-part.js';
import {bareLocal, bareShared} from './bare.js';
import {canonical, prospectOf, withoutVainDraws} from './canonical.js';
import {nameBelievers} from './names.js';
import {renumberLocal, renumberShared} from './numbering.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {rebaseTravelling} from './rebase.js';

/** A client in a state: all that its moves depend on. */
export type ClientInState = {
	readonly setting: Setting;
	readonly client: number;
	readonly local: LocalPart;
	readonly shared: SharedPart;
};

/** The parts after a change of the client's step. `goesOn`: the client does not wait for answers to what the change sends. */
export function applyToParts(
	place: ClientInState,
	change: (step: ClientStep) => ClientStep,
	goesOn = true,
): {readonly shared: SharedPart; readonly local: LocalPart} {
	const {setting, client, local, shared} = place;
	const {spec, numbering, footprint} = setting;
	const from = shared.shared.nextMessage;
	const step = change({spec, client, now: 0, local, shared: shared.shared, heard: footprint.subjects, reports: []});
	// To end one of several beliefs, the judge has to know whose it is.
	const named = nameBelievers(shared.audit, spec, [{name: at(spec.clients, client).name, local}]);
	const judgement = judged(
		named,
		step.reports.map(({report}) => report),
		footprint,
	);
	const audit = judgement === named ? shared.audit : judgement;
	const drawn = withoutVainDraws(
		spec,
		{shared: shared.shared, locals: [local]},
		{shared: step.shared, locals: [step.local]},
	);
	const after =
		drawn === shared.shared && audit === shared.audit
			? shared
			: {
					shared: canonical(
						spec,
						bareShared(setting, renumberShared(numbering, drawn, from)),
						setting.nodesAreAlike,
						prospectOf(setting, shared),
					),
					audit,
					left: shared.left,
					now: shared.now,
					unnoticed: shared.unnoticed,
				};
	return {
		shared: after,
		local:
			step.local === local
				? local
				: rebaseTravelling(
						bareLocal(setting, renumberLocal(numbering, step.local, from, goesOn)),
						0,
						setting.longest,
						0,
					),
	};
}
