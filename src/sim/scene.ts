import type {Happening} from './event.js';
import type {Ghost, Report} from './report.js';
import {happened} from './report.js';
import type {Instant} from './time.js';
import type {ClientSpec, Local, Shared, Spec} from './world.js';

/**
 * One client's step in the making: the client sees its own part and the shared part, and nothing of the others.
 * Functions on scenes are pure: they return the next scene. `reports` collects what happened, oldest first.
 */
export type Scene = {
	readonly spec: Spec;
	/** The client's position in the spec. */
	readonly client: number;
	readonly now: Instant;
	readonly local: Local;
	readonly shared: Shared;
	readonly reports: readonly Reported[];
};

/** A report, and how the client's part and the shared part stood when it was made. */
export type Reported = {readonly report: Report; readonly local: Local; readonly shared: Shared};

/** The scene with one more report of an event. */
export function report(scene: Scene, happening: Happening, ghost?: Ghost): Scene {
	return withReports(scene, [happened(happening, ghost)]);
}

/** The scene with more reports of what it now shows. */
export function withReports(scene: Scene, reports: readonly Report[]): Scene {
	if (reports.length === 0) return scene;
	const {local, shared} = scene;
	return {...scene, reports: [...scene.reports, ...reports.map((report): Reported => ({report, local, shared}))]};
}

/** The scene with a changed local part. */
export function withLocal(scene: Scene, change: Partial<Local>): Scene {
	return {...scene, local: {...scene.local, ...change}};
}

/** What was declared of the scene's client. */
export function clientSpec(scene: Scene): ClientSpec {
	return at(scene.spec.clients, scene.client);
}

/** The name of the scene's client. */
export function clientName(scene: Scene): string {
	return clientSpec(scene).name;
}

/** The element at an index that is known to be there. Fails: throws on a position outside the list, which is our error. */
export function at<Element>(list: readonly Element[], index: number): Element {
	const element = list[index];
	if (element === undefined) throw new Error(`position ${index} is outside a list of ${list.length}`);
	return element;
}

/** The list with one element replaced. */
export function replaced<Element>(list: readonly Element[], index: number, element: Element): readonly Element[] {
	return list.map((each, position) => (position === index ? element : each));
}
