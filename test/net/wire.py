#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Reads what a router noted of a scanner's line (router_watch in sweep.sh).
#   wire.py asked FILE      the addresses that anything was sent to
#   wire.py ports FILE      and the ports, as in "tcp 2967"
#   wire.py counters FILE   packets and bytes out, packets and bytes in; bytes
#       with the Ethernet header, which the hook behind it does not see any more
#   wire.py counts FILE     "ADDRESS PROTOCOL N": how often each was asked
import ipaddress
import json
import sys

ETHERNET_LEN = 14


def elements(rules, name):
    (found,) = [r["set"] for r in rules if r.get("set", {}).get("name") == name]
    return found.get("elem", [])


def main(verb, path):
    with open(path, encoding="utf-8") as file:
        rules = json.load(file)["nftables"]
    if verb == "asked":
        for address in sorted(elements(rules, verb), key=ipaddress.ip_address):
            print(address)
        return 0
    if verb == "ports":
        ports = [element["concat"] for element in elements(rules, verb)]
        for protocol, port in sorted(ports):
            print(protocol, port)
        return 0
    if verb == "counts":
        for element in elements(rules, "asked"):
            element = element["elem"]
            address, protocol = element["val"]["concat"]
            print(address, protocol, element["counter"]["packets"])
        return 0
    if verb == "counters":
        counter = {
            r["counter"]["name"]: r["counter"] for r in rules if "counter" in r
        }
        out, into = counter["out"], counter["in"]
        print(
            out["packets"],
            out["bytes"] + out["packets"] * ETHERNET_LEN,
            into["packets"],
            into["bytes"],
        )
        return 0
    raise SystemExit("unknown verb: " + verb)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
