import {record} from '../sim/audit.js';
import type {Report} from '../sim/report.js';
import type {Scene} from '../sim/scene.js';
import type {Audit} from '../sim/world.js';
import {nameActors, projectAudit} from './audit-part.js';
import {renumberLocal, renumberShared} from './numbering.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {rebaseLocal} from './rebase.js';

/** A client in a state: all that its moves depend on. */
export type Place = {readonly setting: Setting; readonly client: number; readonly local: LocalPart; readonly shared: SharedPart};

/** The parts after a change of the client's scene. `goesOn`: the client does not wait for answers to what the change sends. */
export function act(place: Place, change: (scene: Scene) => Scene, goesOn = true): {readonly shared: SharedPart; readonly local: LocalPart} {
	const {setting, client, local, shared} = place;
	const {spec, numbering} = setting;
	const from = shared.shared.nextMessage;
	const scene = change({spec, client, now: 0, local, shared: shared.shared, reports: []});
	const named = nameActors(
		shared.audit,
		spec,
		spec.clients.map((_, index) => (index === client ? local : null)),
	);
	return {
		shared: {...shared, shared: renumberShared(numbering, scene.shared, from), audit: judged(setting, named, scene.reports)},
		local: rebaseLocal(renumberLocal(numbering, scene.local, from, goesOn), 0),
	};
}

/** The audit after reports, with no more than the question asks about. */
export function judged({asked}: Setting, audit: Audit, reports: readonly Report[]): Audit {
	return projectAudit(
		reports.reduce((each, report) => record(each, report, 0).audit, audit),
		asked,
	);
}
