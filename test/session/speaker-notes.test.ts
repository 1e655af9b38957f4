import {lessons} from 'fence-tutor:lessons';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {slidesOf} from '../../src/session/slides.js';
import {readSpeakerText, speakerText, speakerView} from '../../src/session/speaker-notes.js';

describe('What a speaker sees', () => {
	it.each(lessons.slice(0, 6).map((lesson) => [lesson.id, lesson] as const))(
		'comes back from its file as it was, at every slide of %s',
		(_, lesson) => {
			const slides = slidesOf(lesson);
			for (const [at] of slides.entries()) {
				const view = speakerView(
					{title: lesson.title, minutes: lesson.minutes},
					slides,
					at,
					'2026-11-21T08:30:00.000Z',
				);
				expect(readSpeakerText(speakerText(view))).toEqual(view);
			}
		},
	);

	it('is not read from any other text, and no text makes it throw', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({unit: 'binary'}), fc.constantFrom('', 'a\n\nb', 'slide: 1 of 2')), (text) => {
				expect(readSpeakerText(text)).toBeNull();
			}),
		);
	});
});
