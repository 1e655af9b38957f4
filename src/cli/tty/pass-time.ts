/** Calls back some twenty times in a fraction of a second, with the share that has passed, the last time with 1, until the returned function is called. */
export function passTime(onShare: (share: number) => void): () => void {
	const begun = performance.now();
	const timer = setInterval(() => {
		const share = Math.min(1, (performance.now() - begun) / length);
		if (share === 1) clearInterval(timer);
		onShare(share === 1 ? 1 : share * (2 - share));
	}, 25);
	return () => clearInterval(timer);
}

/** Units: real ms. */
const length = 450;
