import {visible} from '../language/visible.js';
import {titleOf} from '../lesson/draft/front-text.js';
import {recordedLesson} from '../lesson/draft/recorded-lesson.js';
import {isId} from '../lesson/read-front.js';
import {writing} from './file.js';
import type {Session, Turn} from './session.js';
import {script} from './tree.js';
import {say, tell} from './turn.js';

/** The session after /record FILE: a draft of a lesson made of what was done here, for the shell to write. */
export function recordLesson(session: Session, path: string): Turn {
	if (path === '') return tell(session, 'Say which file: /record our-lock.md');
	const id = /(?:^|[/\\])(?:\d+-)?([^/\\]*)\.md$/i.exec(path)?.[1];
	if (id === undefined)
		return tell(session, `A lesson is a file that ends in .md, and ${visible(path)} does not: /record our-lock.md`);
	if (!isId(id))
		return tell(
			session,
			`The name of a lesson has small letters, digits and single hyphens, at most 40, and ${visible(id)} has not: /record our-lock.md`,
		);
	const recorded = recordedLesson(id, titleOf(id), script(session.place.tree));
	return recorded.ok ? say(session, [], [writing(path, recorded.text)]) : tell(session, recorded.sentence);
}
