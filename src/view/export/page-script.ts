/** What makes a run's page walk: it shows one row at a time and the world after it. It begins at the row that the address names, else at the last. Arrows in a part that is wider than its room move what is seen of that part. On paper what is folded lies open. Shape: a classic script that touches nothing but its page. */
export const pageScript = `
'use strict';
(() => {
	const by = (id) => document.getElementById(id);
	const source = by('worlds');
	if (source === null) return;
	const {lines, worlds} = JSON.parse(source.textContent);
	const rows = [...by('rows').children];
	const groups = [...document.querySelectorAll('svg [data-step]')];
	const list = (id, numbers) => by(id).replaceChildren(...numbers.map((number) => {
		const item = document.createElement('li');
		item.textContent = lines[number];
		return item;
	}));
	let at = -1;
	const show = (wanted) => {
		const step = Math.max(0, Math.min(worlds.length - 1, wanted));
		if (step === at) return;
		at = step;
		for (const group of groups) {
			const own = Number(group.dataset.step);
			group.classList.toggle('here', own === at);
			group.classList.toggle('later', own > at);
		}
		for (const [index, row] of rows.entries())
			if (index === at) row.setAttribute('aria-current', 'step');
			else row.removeAttribute('aria-current');
		list('belief', worlds[at][0]);
		list('truth', worlds[at][1]);
		by('said').textContent = rows[at].textContent;
		by('at').textContent = 'Row ' + (at + 1) + ' of ' + worlds.length;
		by('first').disabled = by('back').disabled = at === 0;
		by('next').disabled = by('last').disabled = at === worlds.length - 1;
		const own = groups.filter((group) => group.classList.contains('here')).at(-1);
		if (own !== undefined) keep(own, document.querySelector('.ladder'));
	};
	const keep = (group, box) => {
		const [inner, outer] = [group.getBoundingClientRect(), box.getBoundingClientRect()];
		if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + 40;
		if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 40;
	};
	const named = () => Number(/^#row-(\\d+)$/.exec(location.hash)?.[1] ?? worlds.length) - 1;
	const moves = {first: () => 0, back: () => at - 1, next: () => at + 1, last: () => worlds.length - 1};
	for (const [id, move] of Object.entries(moves)) by(id).addEventListener('click', () => show(move()));
	const keys = {Home: 'first', ArrowLeft: 'back', ArrowRight: 'next', End: 'last'};
	document.addEventListener('keydown', (event) => {
		const id = keys[event.key];
		if (id === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
		const box = event.target.closest('.ladder,pre');
		if (box !== null && event.key.startsWith('Arrow') && box.scrollWidth > box.clientWidth) return;
		event.preventDefault();
		show(moves[id]());
	});
	addEventListener('hashchange', () => show(named()));
	for (const [index, row] of rows.entries()) row.addEventListener('click', () => show(index));
	const folded = [...document.querySelectorAll('details:not([open])')];
	for (const [event, open] of [['beforeprint', true], ['afterprint', false]])
		addEventListener(event, () => {
			for (const each of folded) each.open = open;
		});
	by('keys').hidden = false;
	show(named());
})();
`;
