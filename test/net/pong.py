# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A BDCV pong as hex, for an estate's "pong":
#	pong.py NAME MAC GUID
# MAC and GUID are hexadecimal, six and sixteen bytes; scanner/PROTOCOL.md
# says what stands where.
import struct
import sys

name, mac, guid = sys.argv[1:]
tail = name.encode("utf-16le") + b"\0\0" + bytes.fromhex(mac)
tail += bytes.fromhex(guid)
pong = b"\x02\x0a" + struct.pack("<H", 32 + len(tail)) + b"BDCVPING"
pong += bytes(6) + struct.pack("<H", 28 + len(tail)) + bytes(4)
pong += struct.pack("<HBB", 2600, 1, 5) + bytes(4) + tail
print(pong.hex())
