/** Units: columns and rows. */
export type Size = {readonly columns: number; readonly rows: number};

/** The size of the terminal; some report 0 by 0 until they are shown. */
export function sizeOf(stdout: NodeJS.WriteStream): Size {
	return {columns: stdout.columns || 80, rows: stdout.rows || 24};
}
