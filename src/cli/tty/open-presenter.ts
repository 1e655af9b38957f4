import chalk from 'chalk';
import type {Slide} from '../../session/slides.js';
import {openPresenter, presenterKey} from '../../view/presenter/presenter.js';
import {presenterFrame} from '../../view/presenter/presenter-frame.js';
import type {Io, Terminal} from '../io.js';
import {themeOfTerminal} from './ask-background.js';
import {codeOf} from './endings.js';
import {openFullScreen} from './full-screen.js';

/** The slides on the full screen, until the speaker leaves it. `onSlide` is told which slide is in view, from 0, whenever it is another. Returns the exit code. */
export async function openPresentation(
	io: Io,
	terminal: Terminal,
	slides: readonly Slide[],
	onSlide: ((at: number) => void) | null = null,
): Promise<number> {
	chalk.level = io.look.colors;
	const {theme, ...background} = themeOfTerminal(io);
	const ending = await openFullScreen(terminal, (screen, first) => {
		let presenter = openPresenter(slides);
		let size = first;
		const room = () => ({
			columns: size.columns,
			rows: Math.max(1, size.rows - 1),
			ascii: io.look.ascii,
			colorless: io.look.colors === 0,
		});
		return {
			view: () => ({frame: presenterFrame(presenter, room()), theme: theme()}),
			cursor: () => null,
			...background,
			onKeys(keys) {
				const {at} = presenter;
				for (const key of keys) {
					const turn = presenterKey(presenter, key);
					presenter = turn.presenter;
					if (turn.quits) screen.end({kind: 'quit'});
				}
				screen.draw();
				if (presenter.at !== at) onSlide?.(presenter.at);
			},
			onSize(next) {
				size = next;
			},
			async onEnd() {
				return '';
			},
		};
	});
	if (ending.kind === 'crash')
		io.stderr.write(
			`fence-tutor has broken down. That is our mistake, not yours. Please report this:\n${String(ending.error)}\n`,
		);
	return codeOf(ending);
}
