/**
 * What one press, or one paste, at the terminal means.
 * Shape: `chord` is modifiers in the order ctrl, alt, shift, then the key, joined by `-`: `ctrl-a`, `alt-left`, `pageup`, `shift-tab`.
 * A `text` is one code point, so that any cut of the input gives the same keys.
 */
export type Key =
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'paste'; readonly text: string}
	| {readonly kind: 'press'; readonly chord: string};

/** The modifiers of a press. Source: xterm's modifier parameter, which is one more than these bits. */
export type Modifiers = {readonly ctrl: boolean; readonly alt: boolean; readonly shift: boolean};

/** No modifier at all. */
export const unmodified: Modifiers = {ctrl: false, alt: false, shift: false};

/** The press of a named key with modifiers. */
export const press = (name: string, {ctrl, alt, shift}: Modifiers = unmodified): Key => ({
	kind: 'press',
	chord: `${ctrl ? 'ctrl-' : ''}${alt ? 'alt-' : ''}${shift ? 'shift-' : ''}${name}`,
});
