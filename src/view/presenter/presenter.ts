import type {Slide} from '../../session/slides.js';
import type {Key} from '../prompt/key.js';

/** A presentation as it stands. */
export type Presenter = {
	/** At least one. */
	readonly slides: readonly Slide[];
	/** The slide in view, from 0. */
	readonly at: number;
	/** Hands counted, by bet and choice, each from 0. */
	readonly counts: Readonly<Record<string, number>>;
	/** The choice whose hands are being counted, from 0. */
	readonly chosen: number;
};

/** A presentation at its first slide. */
export function openPresenter(slides: readonly Slide[]): Presenter {
	return {slides, at: 0, counts: {}, chosen: 0};
}

/** The slide in view. */
export function slideOf({slides, at}: Presenter): Slide {
	const slide = slides[at];
	if (slide === undefined) throw new Error(`expected a slide from 0 to ${slides.length - 1}, got ${at}`);
	return slide;
}

/** The hands counted for a choice of a bet. */
export function countOf({counts}: Presenter, bet: number, choice: number): number {
	return counts[`${bet} ${choice}`] ?? 0;
}

/** The presentation after a key. A clicker's Page Up and Page Down go back and forward. */
export function presenterKey(presenter: Presenter, key: Key): Presenter {
	if (key.kind === 'paste') return presenter;
	if (key.kind === 'text') return typed(presenter, key.text);
	switch (key.chord) {
		case 'right':
		case 'enter':
		case 'pagedown':
			return go(presenter, presenter.at + 1);
		case 'left':
		case 'pageup':
			return go(presenter, presenter.at - 1);
		case 'home':
			return go(presenter, 0);
		case 'end':
			return go(presenter, presenter.slides.length - 1);
		case 'up':
			return choose(presenter, -1);
		case 'down':
		case 'tab':
			return choose(presenter, 1);
		case 'backspace':
			return count(presenter, (hands) => Math.floor(hands / 10));
	}
	return presenter;
}

function typed(presenter: Presenter, text: string): Presenter {
	if (text === ' ') return go(presenter, presenter.at + 1);
	return /^\d$/.test(text)
		? count(presenter, (hands) => (hands * 10 + Number(text) <= mostHands ? hands * 10 + Number(text) : hands))
		: presenter;
}

const mostHands = 999;

function go(presenter: Presenter, at: number): Presenter {
	const next = Math.max(0, Math.min(presenter.slides.length - 1, at));
	return next === presenter.at ? presenter : {...presenter, at: next, chosen: 0};
}

function choose(presenter: Presenter, by: number): Presenter {
	const {body} = slideOf(presenter);
	if (body.kind !== 'question') return presenter;
	const {length} = body.predict.choices;
	return {...presenter, chosen: (presenter.chosen + by + length) % length};
}

function count(presenter: Presenter, change: (hands: number) => number): Presenter {
	const {body} = slideOf(presenter);
	if (body.kind !== 'question') return presenter;
	const {chosen, counts} = presenter;
	return {
		...presenter,
		counts: {...counts, [`${body.bet} ${chosen}`]: change(countOf(presenter, body.bet, chosen))},
	};
}
