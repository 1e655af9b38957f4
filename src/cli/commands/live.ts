import {command} from '../command.js';
import {UnusableInput} from '../exit-code.js';
import {liveExamples, liveUsage} from '../live/live-usage.js';

/** `fence-tutor live`: the same script on real servers and real processes. */
export const liveCommand = command({
	name: 'live',
	summary: 'Run a script on real servers and real processes, beside the simulator',
	usage: '[FILE]',
	options: liveUsage,
	examples: liveExamples,
	isEndless: ({options}) => options.room !== undefined && options.presenter,
	async run({words, options}, io) {
		if (process.platform === 'win32')
			throw new UnusableInput(
				'Live stories stop processes by signals that Windows does not have. Run this in the Linux that Windows offers (WSL), with Node in it.',
			);
		const {clientMark} = await import('../../live/story/client-mark.js');
		if (io.env[clientMark] !== undefined) {
			const {beClient} = await import('../../live/story/client.js');
			return await beClient();
		}
		if (options.room !== undefined) {
			const {openRoom} = await import('../live/open-room.js');
			const {liveClientCommand} = await import('../live/client-command.js');
			return await openRoom({...options, room: options.room}, liveClientCommand(), io);
		}
		const {runLive} = await import('../live/run-live.js');
		const {wrappedOnTerminal} = await import('../wrapped.js');
		return await runLive(words[0] ?? null, options, options.json ? io : wrappedOnTerminal(io));
	},
});
