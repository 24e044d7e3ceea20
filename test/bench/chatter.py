#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# chatter.py ADDRESS SECONDS: ask a machine fifty times a second for a port that
# it refuses, so that something comes in: masscan 1.3.2 over libpcap ends only
# when a frame does.
import socket
import sys
import time

end = time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.sendto(b"", (sys.argv[1], 38293))
    time.sleep(0.02)
