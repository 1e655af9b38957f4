/** What a run's page looks like: light or dark as the reader has it, and on paper. Each colour has a contrast of at least 4.5 to 1 there. Source: WCAG 2.2, 1.4.3. */
export const pageLook = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2129;--quiet:#565d6b;--line:#c9ced8;--here:#e8eefc;--blue:#1a4f9c;--teal:#0b5a6b;--amber:#7a4b00;--violet:#7a1f8f;--green:#1c5f1c;--red:#a3161f}
@media (prefers-color-scheme:dark){:root{--paper:#1d2129;--ink:#e3e7ee;--quiet:#adb5c4;--line:#454c5a;--here:#2f3850;--blue:#8cc4f5;--teal:#7fd4de;--amber:#f0cf80;--violet:#dba8ec;--green:#a9d98f;--red:#ff9aa2}}
body{margin:0 auto;max-width:80rem;padding:1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.4rem;margin:0}h2{font-size:1.05rem;margin:1rem 0 .25rem}
a{color:inherit}ul{list-style:none;margin:0;padding:0}
button{font:inherit;padding:.25rem .75rem;min-height:2rem}
button:focus-visible,a:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
nav{position:sticky;top:0;background:var(--paper);padding:.5rem 0;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
nav[hidden]{display:none}small{color:var(--quiet);font-size:.9rem}
#said{min-height:3em;margin:.25rem 0;font-weight:600}
.beside{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start}
.ladder{overflow:auto;max-width:100%;max-height:max(16rem,calc(100vh - 15rem));border:1px solid var(--line);padding:.5rem}
.marks b{display:inline-block;min-width:2.5rem;font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}details{margin:.5rem 0}
.world{flex:1 1 20rem}.world li,#rows li{margin:.15rem 0}
pre{overflow:auto;border:1px solid var(--line);padding:.5rem;font:.9rem/1.4 ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}
svg{display:block}svg text{font:14px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:var(--ink);white-space:pre}
svg rect{fill:none}svg .here rect{fill:var(--here)}svg .later{opacity:.35}
svg .dim,svg .crashed{fill:var(--quiet)}svg .bold,svg .cursor{font-weight:700}
svg .heading{fill:var(--teal);font-weight:700}svg .accent,svg .code,svg .inline-code{fill:var(--teal)}
svg .belief{fill:var(--amber)}svg .lease{fill:var(--blue)}svg .paused{fill:var(--violet)}
svg .accepted{fill:var(--green)}svg .rejected{fill:var(--red)}svg .violation{fill:var(--red);font-weight:700}
#rows a{text-decoration:none}#rows a:hover{text-decoration:underline}
#rows .violated{color:var(--red)}#rows [aria-current]{background:var(--here)}
@media(max-width:40rem){#said{min-height:7.5em}.ladder{max-height:45vh}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--quiet:#444;--line:#999;--here:#fff;--blue:#1a4f9c;--teal:#0b5a6b;--amber:#7a4b00;--violet:#7a1f8f;--green:#1c5f1c;--red:#a3161f}
nav,#said,.world{display:none}.ladder{max-height:none;border:0;overflow:visible}svg{max-width:100%;height:auto}svg .later{opacity:1}li,g{break-inside:avoid}}
`;
