// biome-ignore lint/suspicious/noExplicitAny: what a file exports is for the caller to say
export function importTypescript(file: string, folder: string): Promise<any>;
