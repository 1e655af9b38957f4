import process from 'node:process';

/** A way to stop as Ctrl-Z stops a program, and to go on with `fg`. */
type Suspender = {readonly suspend: () => void; readonly stop: () => void};

/** Calls `leave` before the process stops, by our own key or by a signal from outside, and `enter` when it goes on. Windows has no such signals: nothing happens there. */
export function watchForSuspension(leave: () => void, enter: () => void): Suspender {
	if (process.platform === 'win32') return {suspend() {}, stop() {}};
	let away: NodeJS.Timeout | undefined;
	const goOn = () => {
		if (away === undefined) return;
		clearTimeout(away);
		away = undefined;
		process.on('SIGTSTP', suspend);
		// A resize while the process was stopped was told to nobody.
		process.emit('SIGWINCH');
		enter();
	};
	const suspend = () => {
		if (away !== undefined) return;
		leave();
		process.off('SIGTSTP', suspend);
		// The kernel ignores the signal when no shell could wake the process again: then the timer goes on.
		away = setTimeout(goOn, 100);
		process.kill(0, 'SIGTSTP');
	};
	process.on('SIGTSTP', suspend).on('SIGCONT', goOn);
	return {
		suspend,
		stop() {
			clearTimeout(away);
			process.off('SIGTSTP', suspend).off('SIGCONT', goOn);
		},
	};
}
