#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Somebody else on a line.  All of it ends by SIGTERM.
#   neighbour.py serve ADDRESS       answer pings, and send without end to
#       whoever connects; "ready" is said when that may begin
#   neighbour.py ping ADDRESS FILE   ask five times a second; FILE gets a line
#       per ping: seconds since the epoch, and milliseconds it took or "lost"
#   neighbour.py fetch ADDRESS FILE  take what is sent; FILE gets a line each
#       second: seconds since the epoch, bytes so far
#   neighbour.py times FILE [FROM TO]  of a file of pings: how many, lost, the
#       median, 95th percentile and maximum in milliseconds
import contextlib
import itertools
import select
import signal
import socket
import sys
import time

PORT = 7777
PERIOD_S = 0.2
LOST_S = 2


def stop(_number, _frame):
    raise SystemExit(0)


def serve(address):
    pings = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    pings.bind((address, PORT))
    door = socket.create_server((address, PORT), backlog=8)
    takers = []
    print("ready", flush=True)
    while True:
        can_read, can_write, _ = select.select([pings, door], takers, [])
        if pings in can_read:
            data, peer = pings.recvfrom(2048)
            pings.sendto(data, peer)
        if door in can_read:
            taker, _ = door.accept()
            taker.setblocking(False)
            taker.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 32768)
            takers.append(taker)
        for taker in can_write:
            try:
                taker.send(bytes(4096))
            except BlockingIOError:
                continue
            except OSError:
                takers.remove(taker)
                taker.close()


def ping(address, path):
    own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    own.connect((address, PORT))
    waiting = {}  # number: seconds since the epoch
    due = time.time()
    with open(path, "w", encoding="ascii", buffering=1) as out:
        try:
            for number in itertools.count():
                waiting[number] = time.time()
                with contextlib.suppress(OSError):
                    own.send(number.to_bytes(4, "big"))
                due = max(due + PERIOD_S, time.time())
                while (left := due - time.time()) > 0:
                    if not select.select([own], [], [], left)[0]:
                        continue
                    with contextlib.suppress(OSError, KeyError):
                        at = waiting.pop(int.from_bytes(own.recv(16), "big"))
                        print("%.3f %.2f" % (at, (time.time() - at) * 1e3), file=out)
        finally:
            for at in waiting.values():
                if time.time() - at > LOST_S:
                    print("%.3f lost" % at, file=out)


def fetch(address, path):
    own = socket.create_connection((address, PORT))
    own.settimeout(1)
    total = 0
    due = 0.0
    with open(path, "w", encoding="ascii", buffering=1) as out:
        while True:
            try:
                data = own.recv(65536)
            except TimeoutError:
                data = b"?"
                total -= 1
            if not data:
                return
            total += len(data)
            if time.time() >= due:
                print("%.3f %d" % (time.time(), total), file=out)
                due = time.time() + 1


def times(path, first="0", last="inf"):
    took = []
    lost = 0
    with open(path, encoding="ascii") as lines:
        for line in lines:
            at, ms = line.split()
            if not float(first) <= float(at) <= float(last):
                continue
            if ms == "lost":
                lost += 1
            else:
                took.append(float(ms))
    took.sort()
    if not took:
        print(0, lost, 0, 0, 0)
        return
    part = [took[int(len(took) * share)] for share in (0.5, 0.95)]
    print(len(took), lost, "%.1f %.1f %.1f" % (part[0], part[1], took[-1]))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    verbs = {"serve": serve, "ping": ping, "fetch": fetch, "times": times}
    verbs[sys.argv[1]](*sys.argv[2:])
