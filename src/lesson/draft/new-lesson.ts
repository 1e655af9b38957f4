import {frontText} from './front-text.js';

/** Returns the text of a lesson file that passes `check` as it stands, with what its author is to say in its place. */
export function newLesson(id: string, title: string): string {
	return `${frontText(id, title)}\n${body}`;
}

const body = `\`\`\`world
client A
client B
lock job lease ttl 10s
store raw unfenced
put job owner=nobody
\`\`\`

## A healthy run

Say here what your lock is for. Up to six lines of prose stand between two things
that the learner does; the next block is a line that Enter runs.

\`\`\`try
A acquire job; A write job owner=A; A release job
\`\`\`

## Place your bet

\`\`\`predict
question: A takes the lock and stops for 15 s. B takes it and writes. A goes on and writes. What does raw hold?
run: A acquire job; A pause; wait 15s; B acquire job; B write job owner=B; A resume; A write job owner=A
choices:
  - say: "owner=B: A's lease has run out, so its write is refused"
    when: value of raw owner = B
    because: Nobody has told raw about the lease. It takes every write.
  - say: "owner=A: the last write wins"
    when: value of raw owner = A
    because: raw has no way to know that A is late.
\`\`\`

## Your turn

\`\`\`task
goal:
  - show: B holds the lock, and A still believes that it does
    when: B holds job and A believes job
  - show: A's late write lands on top of B's
    when: stale-write on raw
allow: [acquire, write, pause, resume, wait]
hints:
  - Who has to be slow, and from when on?
  - Let A stop with the lock in its hands until its lease has run out.
  - A acquire job; A pause; wait 10s; B acquire job
solution: |
  A acquire job
  A pause
  wait 10s      # the lease runs out, and A does not notice
  B acquire job
  B write job owner=B
  A resume
  A write job owner=A
reject:
  - A acquire job; wait 10s; B acquire job; B write job owner=B    # without a pause A notices
\`\`\`

## What you saw

\`\`\`debrief
Say here what the idea is called, and where it has happened.
card: A lease ends by the clock of the service. A client that is stopped does not look at any clock.
\`\`\`
`;
