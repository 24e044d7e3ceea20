#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Somebody else on a line.  All of it ends by SIGTERM.
#   neighbour.py serve ADDRESS       answer pings, and send without end to
#       whoever connects; "ready" is said when that may begin
#   neighbour.py ping ADDRESS FILE   ask five times a second; FILE gets a line
#       per ping: seconds since the epoch, and milliseconds it took or "lost"
#   neighbour.py fetch ADDRESS       take what is sent
#   neighbour.py watch DEVICE FILE   note ten times a second what went over a
#       device: seconds since the epoch, bytes sent and received so far
# And of such files, from one time to another, in seconds since the epoch:
#   neighbour.py times FILE FROM TO  how many pings, how many lost, and the
#       median, 95th percentile and maximum in milliseconds
#   neighbour.py share FILE FROM TO BPS  what part of a line of so many bits a
#       second was used, in the busier direction, in percent
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


def fetch(address):
    own = socket.create_connection((address, PORT))
    while own.recv(65536):
        pass


def watch(device, path):
    due = time.monotonic()
    with open(path, "w", encoding="ascii", buffering=1) as out:
        while True:
            with open("/proc/self/net/dev", encoding="ascii") as lines:
                for line in lines:
                    words = line.replace(":", " ").split()
                    if words[0] == device:
                        print("%.3f" % time.time(), words[9], words[1], file=out)
            now = time.monotonic()
            due = max(due + 0.1, now)
            time.sleep(due - now)


def noted(path, first, last):
    with open(path, encoding="ascii") as lines:
        for line in lines:
            words = line.split()
            if float(first) <= float(words[0]) <= float(last):
                yield words


def times(path, first, last):
    took = list(noted(path, first, last))
    lost = sum(1 for words in took if words[1] == "lost")
    took = sorted(float(words[1]) for words in took if words[1] != "lost")
    if not took:
        print(0, lost, 0, 0, 0)
        return
    part = [took[int(len(took) * share)] for share in (0.5, 0.95)]
    print(len(took), lost, "%.1f %.1f %.1f" % (part[0], part[1], took[-1]))


def share(path, first, last, line_bps):
    some = [[float(word) for word in words] for words in noted(path, first, last)]
    if len(some) < 2:
        raise SystemExit("%s has nothing from %s to %s" % (path, first, last))
    most = max(some[-1][i] - some[0][i] for i in (1, 2))
    print("%.1f" % (most * 800 / float(line_bps) / (some[-1][0] - some[0][0])))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    verbs = {"serve": serve, "ping": ping, "fetch": fetch, "watch": watch}
    verbs.update({"times": times, "share": share})
    verbs[sys.argv[1]](*sys.argv[2:])
