import {lessons} from 'fence-tutor:lessons';
import {liveStories} from 'fence-tutor:live-stories';
import {afterEach, describe, expect, it} from 'vitest';
import {liveOffer} from '../../src/cli/live/lesson-story.js';
import {play} from '../../src/cli/run/play.js';
import {parseScript} from '../../src/language/parse.js';
import {planLive} from '../../src/live/story/plan.js';

describe('The stories of lessons that run live', () => {
	it('belong to lessons, among them those of the stale write, of Redlock, of the queues and of PostgreSQL', () => {
		const ids = lessons.map(({id}) => id);
		const told = liveStories.flatMap(({of, name}) => (of === 'lesson' ? [name] : []));
		expect(told.filter((id) => !ids.includes(id))).toEqual([]);
		expect(told).toEqual(expect.arrayContaining(['zombie', 'redlock', 'break-redlock', 'queue', 'tokens']));
		expect(liveStories.filter(({name}) => name === 'queue').map(({lock}) => lock)).toEqual(['etcd', 'zookeeper']);
	});

	it.each(liveStories)('is accepted by live, and holds in the simulator: $name with $lock', ({text}) => {
		const script = parseScript(text);
		expect(script.errors).toEqual([]);
		expect(planLive(script, {ours: true})).toHaveProperty('steps');
		const entries = [...play('story.fence', script)];
		expect(entries.filter(({kind}) => kind === 'refusal')).toEqual([]);
		expect(entries.flatMap((entry) => (entry.kind === 'expect' && entry.why !== null ? [entry.why] : []))).toEqual([]);
		expect(entries.some(({kind}) => kind === 'expect')).toBe(true);
	});

	describe('are offered', () => {
		const path = process.env['PATH'];
		afterEach(() => {
			process.env['PATH'] = path;
		});

		it('for no lesson that has none', async () => {
			expect(await liveOffer('uuid')).toBeNull();
			expect(await liveOffer('a lesson of my own')).toBeNull();
		});

		it('where no server is here, for none', async () => {
			process.env['PATH'] = '';
			expect(await liveOffer('redlock')).toBeNull();
		});

		it('in one line that fits on the screen', async () => {
			for (const {of, name: lesson} of liveStories) {
				if (of === 'client') continue;
				const offer = await liveOffer(lesson);
				expect(offer ?? `--lesson ${lesson}`).toMatch(new RegExp(`--lesson ${lesson}$`));
				expect((offer ?? '').length).toBeLessThanOrEqual(78);
			}
		});
	});
});
