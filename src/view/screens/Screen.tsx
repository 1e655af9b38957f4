import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import {memo, type ReactNode} from 'react';
import type {Field, Frame} from './frame.js';
import type {Theme} from './theme.js';

/** A frame, placed row by row. */
export function Screen({frame, theme}: {readonly frame: Frame; readonly theme: Theme}): ReactNode {
	const {field} = frame;
	return (
		<Box flexDirection='column'>
			{frame.rows.map((row, index) => {
				const place = String(index); // a row is its place on the screen
				if (field?.row === index) return <Prompt key={place} field={field} theme={theme} />;
				return <Line key={place} text={theme.paint(row)} />;
			})}
		</Box>
	);
}

const Line = memo(function Line({text}: {readonly text: string}): ReactNode {
	return <Text wrap='truncate'>{text === '' ? ' ' : text}</Text>;
});

function Prompt({field, theme}: {readonly field: Field; readonly theme: Theme}): ReactNode {
	return (
		<Box>
			<Text wrap='truncate'>{theme.paint(field.label)}</Text>
			<TextInput value={field.value} placeholder={field.placeholder} onChange={noChange} focus={false} />
			<Text wrap='truncate'>{theme.paint([{text: field.ahead, style: 'dim'}])}</Text>
		</Box>
	);
}

/** Keys come through our own decoder, which loses none. */
const noChange = (): void => {};
