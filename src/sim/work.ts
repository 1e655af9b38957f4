import {isOver} from './believe.js';
import {type ClientStep, clientName, report, withLocal} from './client-step.js';
import {monotonic} from './clock.js';
import {awaken, completeStep} from './program.js';
import type {Duration} from './time.js';

/** The step in which the client begins to compute; it is done when its monotonic clock has gone on by so much. Source: language.md, works. */
export function beginWork(step: ClientStep, time: Duration, isStep: boolean): ClientStep {
	const end = monotonic(step.local, step.now) + time;
	const working = withLocal(step, {work: {for: time, end, step: isStep}});
	return report(working, {kind: 'work-begun', client: clientName(step), for: time});
}

/** The step after work that is done: the program goes on. */
export function endWork(step: ClientStep): ClientStep {
	const {work} = step.local;
	if (work === null || !isOver(step, work.end)) return step;
	const done = report(withLocal(step, {work: null}), {kind: 'worked', client: clientName(step), for: work.for});
	return work.step ? completeStep(done) : awaken(done);
}

/** The step in which work stands still, with its process. */
export function stopWork(step: ClientStep): ClientStep {
	const {work} = step.local;
	return work === null ? step : withLocal(step, {work: {...work, end: work.end - monotonic(step.local, step.now)}});
}

/** The step in which work goes on where it stood still. */
export function resumeWork(step: ClientStep): ClientStep {
	const {work} = step.local;
	return work === null ? step : withLocal(step, {work: {...work, end: work.end + monotonic(step.local, step.now)}});
}
