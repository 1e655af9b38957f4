import process from 'node:process';
import {Box, Text} from 'ink';
import {codeOf} from '/work/main/src/cli/tty/endings.js';
import {playOn} from '/work/main/src/cli/tty/stage.js';

let size: any;
const log: string[] = [];
const ending = await playOn({stdin: process.stdin, stdout: process.stdout}, (stage, s) => {
	size = s;
	return {
		view: () => (
			<Box flexDirection='column'>
				{Array.from({length: size.rows - 1}, (_, i) => (
					<Text key={i}>{i === 0 ? `${size.columns}x${size.rows}` : (log[log.length - i] ?? `row ${i}`)}</Text>
				))}
			</Box>
		),
		onKeys: (keys) => {
			for (const k of keys) {
				log.push(JSON.stringify(k));
				if (k.kind === 'press' && k.chord === 'ctrl-c') stage.end({kind: 'quit'});
				if (k.kind === 'press' && k.chord === 'ctrl-z') stage.suspend();
				if (k.kind === 'press' && k.chord === 'ctrl-x') throw new Error('boom');
			}
			stage.draw();
		},
		onSize: (s) => {
			size = s;
		},
		onEnd: async (e) => 'left behind ' + JSON.stringify(e) + '\n',
	};
});
process.exitCode = codeOf(ending);
