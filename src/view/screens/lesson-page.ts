import type {Page} from '../../lesson/check/fit.js';
import {width} from '../text/width.js';

/** What a lesson has of a terminal of 80 by 24, the smallest on which it is shown in full: beside the ladder, the status lines and the prompt. */
export const lessonPage: Page = {
	columns: 76,
	rows: 14,
	prose: 6,
	title: 48,
	code: {lines: 6, columns: 72},
	notes: 8,
	name: 'a terminal of 80 by 24',
	width,
};
