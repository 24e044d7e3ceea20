# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Compare what a reader gets from a format of rows with the document in JSON:
# python3 rows.py csv|sqlite|jsonl|grep DOCUMENT.json FILE
import csv
import json
import re
import sys

kind, document, path = sys.argv[1:]
hosts = json.load(open(document, encoding='utf-8'))['hosts']

# Every reader's idea of a line must be the same: no other ends in there.
text = open(path, encoding='utf-8', newline='').read()
if kind in ('jsonl', 'grep'):
    assert text.splitlines() == text.split('\n')[:-1], 'a line within a line'


def guarded(value):
    """A cell of csv, without the apostrophe that a formula gets."""
    return re.sub(r"^'([=+\-@\t\r])", r'\1', value)


def names(host, source):
    return '; '.join(name['value'] for name in host['names']
                     if name['source'] == source)


def row(host):
    verdict = host['verdict'] or {'code': '', 'evidence': ''}
    return {
        'address': host['address'],
        'name': host['name'] or '',
        'role': host['role'],
        'state': host['state'],
        'first_seen': host['first_seen'] or '',
        'last_seen': host['last_seen'] or '',
        'imported': host['imported'] or '',
        'verdict': verdict['code'],
        'evidence': verdict['evidence'],
        'names_agent': names(host, 'agent'),
        'names_netbios': names(host, 'netbios'),
        'names_dns': names(host, 'dns'),
        'names_import': names(host, 'import'),
    }


def same(got, want):
    assert got == want, f'got {got!r:.300}, not {want!r:.300}'


if kind == 'jsonl':
    same([json.loads(line) for line in text.splitlines()], hosts)
elif kind == 'grep':
    # As scripts for nmap -oG do: fields by tabs, the name in parentheses.
    lines = [line for line in text.splitlines() if not line.startswith('#')]
    same(len(lines), 2 * len(hosts))
    for host, status, ports in zip(hosts, lines[::2], lines[1::2]):
        name = (host['name'] or '').translate(
            str.maketrans('()\u2028\u2029', '[]\ufffd\ufffd'))
        for line in (status, ports):
            head, *rest = line.split('\t')
            match = re.fullmatch(r'Host: (\S+) \(([^()]*)\)', head)
            assert match, head
            same(match.groups(), (host['address'], name))
            fields = dict(field.split(': ', 1) for field in rest)
        same(fields['Role'], host['role'])
        same(fields.get('Verdict'),
             host['verdict'] and host['verdict']['code'])
        for port in fields.get('Ports', '').split(', '):
            if port:
                number, state, protocol, *others = port.split('/')
                assert number.isdigit() and protocol in ('udp', 'tcp'), port
                assert state in ('open', 'closed'), port
                same(len(others), 5)
else:
    if kind == 'csv':
        rows = list(csv.DictReader(open(path, encoding='utf-8', newline=''),
                                   strict=True))
    else:
        rows = json.loads(text or '[]')
    same(len(rows), len(hosts))
    for got, host in zip(rows, hosts):
        want = row(host)
        for cell in got.values():
            assert not re.match(r'[=+\-@\t\r]', cell), cell
        same({key: guarded(got[key]) for key in want}, want)
