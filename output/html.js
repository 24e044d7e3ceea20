/* SPDX-License-Identifier: BSD-2-Clause */
/* Sorting and filtering.  The report is whole without it. */
(function () {
	'use strict';
	var tables = document.querySelectorAll('table.hosts');
	var folds = document.querySelectorAll('details.fold');
	var tools = document.getElementById('tools');
	var order = new Intl.Collator('en', { numeric: true });
	var OPEN_MAX = 300;

	function sort(table, th) {
		var up = th.getAttribute('aria-sort') !== 'ascending';
		var at = th.cellIndex;
		var body = table.tBodies[0];
		var rows = Array.from(body.rows).map(function (row) {
			return { row: row, key: row.cells[at].textContent };
		});
		rows.sort(function (a, b) {
			return up ? order.compare(a.key, b.key)
				: order.compare(b.key, a.key);
		});
		rows.forEach(function (entry) { body.appendChild(entry.row); });
		table.querySelectorAll('th[aria-sort]').forEach(function (other) {
			other.removeAttribute('aria-sort');
		});
		th.setAttribute('aria-sort', up ? 'ascending' : 'descending');
	}

	function dress(table) {
		if (table.tHead.querySelector('button')) { return; }
		table.tHead.querySelectorAll('th').forEach(function (th) {
			var button = document.createElement('button');
			button.type = 'button';
			button.textContent = th.textContent;
			button.addEventListener('click', function () { sort(table, th); });
			th.textContent = '';
			th.appendChild(button);
		});
	}

	function filter(wanted, status) {
		var hits = 0;
		var shown = [];
		tables.forEach(function (table) {
			var own = 0;
			Array.from(table.tBodies[0].rows).forEach(function (row) {
				var is = wanted === '' ||
				    row.textContent.toLowerCase().includes(wanted);
				if (row.hidden === is) { row.hidden = !is; }
				if (is) { own += 1; }
			});
			if (!table.matches('.changes')) { hits += own; }
			var fold = table.closest('details.fold');
			fold.hidden = own === 0;
			if (own > 0) { shown.push(fold); }
		});
		folds.forEach(function (fold) { fold.open = fold.wasOpen; });
		if (wanted !== '') {
			if (hits > OPEN_MAX) { shown = []; }
			shown.forEach(function (fold) { fold.open = true; });
		}
		status.textContent = wanted === '' ? ''
			: hits === 1 ? '1 machine' : hits + ' machines';
	}

	function build() {
		var label = document.createElement('label');
		var input = document.createElement('input');
		var status = document.createElement('p');
		var timer;
		label.htmlFor = 'filter';
		label.textContent = 'Show only machines with this text (address, name, reason)';
		input.id = 'filter';
		input.type = 'search';
		status.setAttribute('role', 'status');
		tools.append(label, input, status);
		input.addEventListener('input', function () {
			clearTimeout(timer);
			timer = setTimeout(function () {
				filter(input.value.trim().toLowerCase(), status);
			}, 200);
		});
	}

	if (tables.length === 0) { return; }
	folds.forEach(function (fold) {
		fold.wasOpen = fold.open;
		if (fold.open) { fold.querySelectorAll('table.hosts').forEach(dress); }
		fold.addEventListener('toggle', function () {
			if (fold.open) { fold.querySelectorAll('table.hosts').forEach(dress); }
		});
	});
	window.addEventListener('beforeprint', function () {
		folds.forEach(function (fold) { fold.open = true; });
	});
	build();
}());
