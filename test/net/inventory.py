#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Reads an inventory XML for tests; knows nothing of how it was written.
#   inventory.py exact XML LIST      the machines are those of LIST, what
#       pds-responder --list printed, and nobody else; says who is wrong
#   inventory.py same XML TABLE      the table has the machines of the XML,
#       each with its role and name
#   inventory.py verdict XML ADDRESS "CODE: EVIDENCE" of a missing machine
#   inventory.py missing XML         how many are missing
#   inventory.py get XML ELEMENT ATTRIBUTE...   attributes of the only one
#   inventory.py link XML NAME ATTRIBUTE...     attributes of the link NAME
import ipaddress
import sys
import xml.etree.ElementTree as ElementTree

NS = "{urn:rollcall:inventory:1}"
PARTS = ("servers", "clients", "unidentified", "alive")
# Class of the estate: where it must stand, and whether it says its name.
CLASSES = {
    "server": ("servers", True),
    "client": ("clients", False),
    "open": ("unidentified", False),
    "gup": ("unidentified", False),
    "refusing": ("alive", False),
}
ROLES = {"servers": "server", "clients": "client"}
ROLES.update({"unidentified": "unidentified", "alive": "alive"})


def machines(root):
    """Address: (part, name or empty), of all but the missing ones."""
    found = {}
    for part in PARTS:
        for machine in root.find(NS + part):
            address = machine.get("address")
            if address in found:
                raise SystemExit("%s stands in it twice" % address)
            found[address] = (part, machine.get("name", ""))
    return found


def is_address(word):
    try:
        ipaddress.ip_address(word)
        return True
    except ValueError:
        return False


def say_wrong(wrong, n):
    print("\n".join(wrong[:20] + ["%d machines, %d wrong" % (n, len(wrong))]))
    return 1 if wrong or n == 0 else 0


def exact(root, listed):
    wrong = []
    found = machines(root)
    n = 0
    for line in listed:
        address, what, name = line.rstrip("\n").split("\t")
        part, has_name = CLASSES[what]
        want = (part, name if has_name else "")
        got = found.pop(address, ("nowhere", ""))
        n += 1
        if got != want:
            wrong.append("%s is %s, not %s" % (address, got, want))
    wrong += ["%s does not exist" % address for address in found]
    return say_wrong(wrong, n)


def same(root, table):
    wrong = []
    found = machines(root)
    n = len(found)
    for line in table:
        words = line.split()
        if not words or not is_address(words[0]):
            continue
        if words[0] not in found:
            wrong.append("only in the table: " + line.rstrip())
            continue
        part, name = found.pop(words[0])
        if ROLES[part] not in words or (name != "" and name not in line):
            wrong.append("not %s '%s': %s" % (part, name, line.rstrip()))
    wrong += ["not in the table: " + address for address in found]
    return say_wrong(wrong, n)


def verdict(root, address):
    for host in root.find(NS + "missing"):
        said = host.find(NS + "verdict")
        if host.get("address") == address and said is not None:
            print("%s: %s" % (said.get("code"), said.text or ""))
            return 0
    print("not among the missing")
    return 1


def get(root, element, attributes):
    (only,) = list(root.iter(NS + element))
    print(" ".join(only.get(name, "-") for name in attributes))
    return 0


def main(verb, path, *args):
    root = ElementTree.parse(path).getroot()
    if verb in ("exact", "same"):
        with open(args[0], encoding="utf-8") as lines:
            return (exact if verb == "exact" else same)(root, lines)
    if verb == "verdict":
        return verdict(root, args[0])
    if verb == "missing":
        print(len(root.find(NS + "missing")))
        return 0
    if verb == "get":
        return get(root, args[0], args[1:])
    if verb == "link":
        links = root.iter(NS + "link")
        (only,) = [link for link in links if link.get("name") == args[0]]
        print(" ".join(only.get(name, "-") for name in args[1:]))
        return 0
    raise SystemExit("unknown verb: " + verb)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
