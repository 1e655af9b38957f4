import type {Tree} from '../../session/session.js';
import type {Verdict} from '../../share/signature.js';
import {recording} from './asciicast.js';
import {markdown} from './markdown.js';
import {page} from './page.js';
import {pictureRows} from './picture.js';
import {plainText} from './plain-text.js';
import {styledSvg} from './styled-svg.js';

/** A run that is to be written down. `code`: what opens it again, or null where it has none. */
export type Exportable = {readonly tree: Tree; readonly verdict: Verdict; readonly code: string | null};

/** How it is drawn. */
export type Sheet = {readonly columns: number; readonly ascii: boolean};

/** What a run can be written as. */
export const forms = ['text', 'markdown', 'svg', 'html', 'asciicast'] as const;

export type Form = (typeof forms)[number];

/** The run as a text of some form, from the same rows as the screen. The same run gives the same bytes. */
export function exported(form: Form, run: Exportable, sheet: Sheet): string {
	switch (form) {
		case 'text':
			return plainText(pictureRows(run.tree, sheet));
		case 'markdown':
			return markdown(run, sheet);
		case 'svg':
			return styledSvg(pictureRows(run.tree, sheet), sheet.columns, 'A run of fence-tutor as a space-time diagram');
		case 'html':
			return page(run, sheet);
		case 'asciicast':
			return recording(run, sheet);
	}
}
