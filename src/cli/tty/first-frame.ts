import chalk from 'chalk';
import {openHome} from '../../view/screens/home.js';
import {homeShown} from '../../view/screens/home-shown.js';
import type {LessonList} from '../../view/screens/lesson-list.js';
import {blank, type Painted, painted} from '../../view/screens/painter.js';
import {plainRows} from '../../view/screens/plain-rows.js';
import {guessTheme, makeTheme, type ThemeName} from '../../view/screens/theme.js';
import type {Io, Terminal} from '../io.js';
import {codeOf, watchForEndings} from './endings.js';
import {type Hold, holdTerminal} from './hold.js';
import {type Size, sizeOf} from './size.js';

/** A terminal that is taken over already, and what it shows. What is typed waits until somebody listens. */
export type FirstFrame = {
	readonly hold: Hold;
	readonly shown: Painted;
	readonly size: Size;
	/** Ends the watch over signals; whoever goes on has one of its own. */
	readonly handOver: () => void;
};

/** Shows the home screen, with nothing loaded that is not on it. `theme`: the one that was chosen, or null. */
export function paintHome(
	{stdin, stdout}: Terminal,
	{look, env}: Io,
	lessonList: LessonList,
	{theme, notice}: {readonly theme: ThemeName | null; readonly notice: string | null},
): FirstFrame {
	chalk.level = look.colors;
	const hold = holdTerminal({stdin, stdout});
	const stopWatching = watchForEndings((ending) => {
		hold.leave();
		process.exit(codeOf(ending));
	});
	const size = sizeOf(stdout);
	const frame = homeShown(openHome(lessonList), {
		size,
		ascii: look.ascii,
		colorless: look.colors === 0,
		lessonList,
		notice,
	});
	const shown = {rows: plainRows({frame, theme: makeTheme(theme ?? guessTheme(env), look.colors)}), cursor: null};
	hold.enter();
	stdout.write(painted(blank, shown, size.columns));
	return {hold, shown, size, handOver: stopWatching};
}
