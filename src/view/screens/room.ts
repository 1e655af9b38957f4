import type {App} from './app.js';
import type {Room} from './frame.js';

/** The room that a frame may fill: one row less than the terminal has, since a frame that fills the last row would scroll it. */
export function roomOf({size, ascii, colorless = false}: Pick<App, 'size' | 'ascii' | 'colorless'>): Room {
	return {columns: size.columns, rows: Math.max(1, size.rows - 1), ascii, colorless};
}
