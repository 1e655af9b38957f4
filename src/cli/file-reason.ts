/** Why a file or a folder could not be read or written, as a sentence that says what to do next. */
export function fileReason(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return reasons[code] ?? `the system answers ${code === '' ? 'with an error' : code}. Check the name.`;
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file or folder. Check the name.',
	ENOTDIR: 'a part of its path is no folder. Check the name.',
	EEXIST: 'it is there already. Choose another name.',
	EISDIR: 'it is a folder. Name a file.',
	EACCES: 'you may not do that there. Change its permissions, or choose another place.',
	EPERM: 'you may not do that there. Change its permissions, or choose another place.',
	EROFS: 'the disk is read-only. Choose another place.',
	ENOSPC: 'the disk is full.',
	EDQUOT: 'the disk quota is used up.',
	EFBIG: 'a file of this user may not be that large. Look at ulimit -f.',
	ELOOP: 'its symbolic links go round in circles.',
	ERR_INVALID_ARG_VALUE: 'a name has no null character. Check the name.',
	ENAMETOOLONG: 'its name is too long. Choose a shorter one.',
};
