import {at, type Scene} from '../sim/scene.js';
import {judged} from './audit-part.js';
import {canonical, withoutVainDraws} from './canonical.js';
import {nameBelievers} from './names.js';
import {renumberLocal, renumberShared} from './numbering.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {rebaseTravelling} from './rebase.js';

/** A client in a state: all that its moves depend on. */
export type Place = {
	readonly setting: Setting;
	readonly client: number;
	readonly local: LocalPart;
	readonly shared: SharedPart;
};

/** The parts after a change of the client's scene. `goesOn`: the client does not wait for answers to what the change sends. */
export function act(
	place: Place,
	change: (scene: Scene) => Scene,
	goesOn = true,
): {readonly shared: SharedPart; readonly local: LocalPart} {
	const {setting, client, local, shared} = place;
	const {spec, numbering, asked} = setting;
	const from = shared.shared.nextMessage;
	const scene = change({spec, client, now: 0, local, shared: shared.shared, reports: []});
	// To end one of several beliefs, the judge has to know whose it is.
	const named = nameBelievers(shared.audit, spec, [{name: at(spec.clients, client).name, local}]);
	const judgement = judged(
		named,
		scene.reports.map(({report}) => report),
		asked,
	);
	const audit = judgement === named ? shared.audit : judgement;
	const drawn = withoutVainDraws(shared.shared, scene.shared, scene.local);
	const after =
		drawn === shared.shared && audit === shared.audit
			? shared
			: {...shared, shared: canonical(renumberShared(numbering, drawn, from), setting.alike), audit};
	return {
		shared: after,
		local: scene.local === local ? local : rebaseTravelling(renumberLocal(numbering, scene.local, from, goesOn), 0),
	};
}
