import {command} from '../command.js';

/** `fence-tutor present`: who is where in a workshop, from the receipts that learners write into a shared folder. */
export const presentCommand = command({
	name: 'present',
	summary: 'Show who is where in a workshop, and how the room has bet',
	usage: '',
	options: {
		collect: {kind: 'text', value: 'DIR', about: 'the shared folder that the learners named with --to'},
		key: {
			kind: 'text',
			value: 'KEY',
			about: 'the key that you gave out in the workshop: only receipts made with it are shown',
		},
		once: {kind: 'flag', about: 'print how it stands now, and end'},
		json: {kind: 'flag', about: 'with --once: one JSON object a learner, and one a bet'},
	},
	examples: [
		{line: 'fence-tutor present --collect /mnt/room', about: 'on the projector; Tab shows the bets'},
		{line: 'fence-tutor present --collect /mnt/room --workshop berlin', about: 'that workshop only'},
		{line: 'fence-tutor present --collect /mnt/room --once', about: 'as text'},
	],
	isEndless: () => true,
	async run({options}, io) {
		const {presentRoom} = await import('../receipt/present-room.js');
		return await presentRoom(options, io);
	},
});
