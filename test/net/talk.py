#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Speaks to pds-responder as a scanner would, with bytes written out here.
#   talk.py ping ADDRESS PORT [HEX]      one datagram: who answered and what
#   talk.py mute ADDRESS PORT HEX...     datagrams that nobody shall answer
#   talk.py burst PDS FILE               pings to the servers of a list, at once
#   talk.py refuser ADDRESS PORT         who says that the port is unreachable
#   talk.py hello ADDRESS PORT [HEX...]  each HEX in a segment of its own
#   talk.py hold ADDRESS PORT N          N connections, then a hello on a new one
#   talk.py check PDS RTVSCAN ABSENT     "address class name" lines on standard
#       input: does each host do what its class says?  ABSENT is what silent
#       ones do: silent or refused.  Prints those that do not.
#   talk.py port                         a port that is free for UDP and TCP
import select
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

PING = bytes.fromhex("020a1000" "50494e47" "42444356" "00000000")
HELLO = bytes.fromhex("01100000140000000000000000000000")
ANSWER = bytes.fromhex("01100000140101000000000000000000")
LONG_S = 10  # for what must come: a busy machine is no failure
SHORT_S = 0.4  # for what must not come


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def ping(address, port, data=PING, wait_s=LONG_S):
    with socket.socket(family(address), socket.SOCK_DGRAM) as s:
        s.settimeout(wait_s)
        try:
            s.connect((address, port))
            s.send(data)
            return s.recv(4096)
        except ConnectionRefusedError:
            return "refused"
        except socket.timeout:
            return "silent"


def hello(address, port, parts=(HELLO,), wait_s=LONG_S, answer_s=LONG_S):
    with socket.socket(family(address)) as s:
        s.settimeout(wait_s)
        try:
            s.connect((address, port))
        except ConnectionRefusedError:
            return "refused"
        except socket.timeout:
            return "silent"
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        s.settimeout(answer_s)
        try:
            for part in parts:
                s.send(part)
                time.sleep(0.02 if len(parts) > 1 else 0)
            got = s.recv(4096)
        except socket.timeout:
            return "open"
        except ConnectionResetError:
            return "reset"
        return got if got else "closed"


def pong_name(pong):
    if isinstance(pong, str):
        return pong
    if pong[4:12] != b"BDCVPING" or len(pong) < 0x22:
        return "no pong"
    if pong[0x12] + 256 * pong[0x13] + 4 != len(pong):
        return "bad length"
    name = pong[0x20:]
    for end in range(0, len(name) - 1, 2):
        if name[end : end + 2] == b"\0\0":
            return "pong of " + name[:end].decode("utf-16le")
    return "endless name"


def observe(host, pds, rtvscan, absent):
    address, what, name = host
    is_there = what != "silent" or absent == "refused"
    udp_s = LONG_S if is_there else SHORT_S
    udp = pong_name(ping(address, pds, PING, udp_s))
    tcp = hello(
        address, rtvscan, (HELLO,), udp_s, SHORT_S if what == "open" else LONG_S
    )
    if tcp == ANSWER:
        tcp = "hello"
    elif tcp[:5] == b"HTTP/":
        tcp = "http"
    want = {
        "server": ("pong of " + name, "hello"),
        "client": ("refused", "hello"),
        "open": ("refused", "open"),
        "gup": ("refused", "http"),
        "refusing": ("refused", "refused"),
        "silent": (absent, absent),
    }[what]
    if (udp, tcp) == want:
        return None
    return "%s is a %s: %s and %s" % (address, what, udp, tcp)


def check(pds, rtvscan, absent):
    hosts = [line.rstrip("\n").split("\t") for line in sys.stdin]
    with ThreadPoolExecutor(64) as pool:
        wrong = list(
            pool.map(lambda h: observe(h, pds, rtvscan, absent), hosts)
        )
    wrong = [text for text in wrong if text is not None]
    print("\n".join(wrong + ["%d hosts, %d wrong" % (len(hosts), len(wrong))]))
    return 1 if wrong or not hosts else 0


def pings(address, port, datagrams, wait_s):
    with socket.socket(family(address), socket.SOCK_DGRAM) as s:
        s.settimeout(wait_s)
        for data in datagrams:
            s.sendto(data, (address, port))
        try:
            got, peer = s.recvfrom(4096)
        except socket.timeout:
            print("silent")
            return
        print(peer[0], peer[1], got.hex())


def refuser(address, port):
    """The ICMP error's sender: the offender in the socket's error queue."""
    is_6 = ":" in address
    level, recverr = (socket.IPPROTO_IPV6, 25) if is_6 else (0, 11)
    with socket.socket(family(address), socket.SOCK_DGRAM) as s:
        s.setsockopt(level, recverr, 1)
        s.sendto(PING, (address, port))
        with select.epoll() as ready:
            ready.register(s, 0)  # EPOLLERR comes without being asked for
            if not ready.poll(LONG_S):
                return "nobody"
        _, control, _, _ = s.recvmsg(4096, 4096, socket.MSG_ERRQUEUE)
        offender = control[0][2][16:]  # behind struct sock_extended_err
        if is_6:
            return socket.inet_ntop(socket.AF_INET6, offender[8:24])
        return socket.inet_ntop(socket.AF_INET, offender[4:8])


def burst(port, servers):
    """All at once from one socket: the responder must not be what loses."""
    left = {line.split("\t")[0] for line in servers if "\tserver\t" in line}
    n = len(left)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(LONG_S)
        waiting = 0
        for address in sorted(left):
            s.sendto(PING, (address, port))
            waiting += 1
            while waiting > 100:  # what fits our own buffer
                left.discard(s.recvfrom(4096)[1][0])
                waiting -= 1
        while waiting > 0:
            left.discard(s.recvfrom(4096)[1][0])
            waiting -= 1
    print("%d servers, %d lost" % (n, len(left)))


def show(got):
    print(got if isinstance(got, str) else got.hex())


def free_port():
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.bind(("0.0.0.0", 0))
            port = udp.getsockname()[1]
            with socket.socket() as tcp:
                try:
                    tcp.bind(("0.0.0.0", port))
                    return port
                except OSError:
                    continue


def main(verb, *args):
    if verb == "ping":
        data = bytes.fromhex(args[2]) if len(args) > 2 else PING
        pings(args[0], int(args[1]), [data], LONG_S)
    elif verb == "mute":
        datagrams = [bytes.fromhex(part) for part in args[2:]]
        pings(args[0], int(args[1]), datagrams, SHORT_S)
    elif verb == "refuser":
        print(refuser(args[0], int(args[1])))
    elif verb == "burst":
        with open(args[1], encoding="utf-8") as servers:
            burst(int(args[0]), servers)
    elif verb == "hello":
        parts = [bytes.fromhex(part) for part in args[2:]] or [HELLO]
        show(hello(args[0], int(args[1]), parts))
    elif verb == "hold":
        held = []
        for _ in range(int(args[2])):
            s = socket.socket(family(args[0]))
            s.settimeout(LONG_S)
            s.connect((args[0], int(args[1])))
            held.append(s)
        show(hello(args[0], int(args[1])))
    elif verb == "check":
        return check(int(args[0]), int(args[1]), args[2])
    elif verb == "port":
        print(free_port())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
