import * as realmTexts from 'fence-tutor:realm';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {type Realm, startRealm} from '../../../src/cli/code/realm/start-realm.js';
import {aFolder} from '../a-folder.js';

/** Returns the realm of a file with this code, closed when the test is over. */
export function aRealm(code: string, name = 'mine.mjs'): Realm {
	const file = join(aFolder(), name);
	writeFileSync(file, code);
	const realm = startRealm(file, realmTexts);
	onTestFinished(async () => await realm.close());
	return realm;
}
