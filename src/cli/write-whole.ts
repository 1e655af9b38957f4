import {open, rm} from 'node:fs/promises';

/** Writes a file that is not there yet. Fails: with the error of the system, and a file that cannot be written whole is not left behind. */
export async function writeWhole(path: string, text: string): Promise<void> {
	const file = await open(path, 'wx');
	try {
		await file.writeFile(text);
		await file.sync();
	} catch (error) {
		await rm(path, {force: true});
		throw error;
	} finally {
		await file.close();
	}
}
