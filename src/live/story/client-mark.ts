/** The environment variable that makes the subcommand one of its own clients. */
export const clientMark = 'FENCE_TUTOR_LIVE_CLIENT';
