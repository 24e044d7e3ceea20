#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Answers questions that it sees on a link, for machines that do not exist.
# The last byte of the address asked says how: 1 SYN-ACK, 2 RST, 3 and 4 ICMP
# "host prohibited" about TCP and UDP, 5 a pong, 6 a SYN-ACK whose checksum is
# wrong in any case.
#   forge.py INTERFACE right|wrong
# "wrong" is what a stranger can send who does not see the questions: numbers
# and ports that are near, but not those.  Ends when it is killed.
import socket
import struct
import sys

PONG = bytes.fromhex(
    "020a24004244435650494e47000000000000200000000000"
    "280a01050000000041000000"
)


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(">%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack(">H", ~total & 0xFFFF)


def ip(source, dest, protocol, body):
    head = struct.pack(
        ">BBHHHBBH4s4s", 0x45, 0, 20 + len(body), 0, 0, 64, protocol, 0,
        source, dest,
    )
    return head[:10] + checksum(head) + head[12:] + body


def transport(source, dest, protocol, body, at):
    pseudo = source + dest + struct.pack(">BBH", 0, protocol, len(body))
    return body[:at] + checksum(pseudo + body) + body[at + 2 :]


def answer(packet, is_wrong):
    source, dest, protocol = packet[12:16], packet[16:20], packet[9]
    sport, dport, seq = struct.unpack(">HHI", packet[20:28])
    how = dest[3]
    if protocol == 6 and how in (1, 2, 6):
        flags = 0x14 if how == 2 else 0x12
        ack = (seq + 1 + is_wrong) & 0xFFFFFFFF
        body = struct.pack(">HHIIBBHHH", dport, sport, 7, ack, 0x50, flags, 0, 0, 0)
        body = transport(dest, source, 6, body, 16)
        if how == 6:
            body = body[:16] + bytes([body[16] ^ 1]) + body[17:]
        return ip(dest, source, 6, body)
    if (protocol == 6 and how == 3) or (protocol == 17 and how == 4):
        quoted = bytearray(packet[:28])
        if is_wrong:
            quoted[27 if protocol == 6 else 21] ^= 1
        body = struct.pack(">BBHI", 3, 10, 0, 0) + bytes(quoted)
        return ip(dest, source, 1, body[:2] + checksum(body) + body[4:])
    if protocol == 17 and how == 5:
        port = sport ^ is_wrong
        body = struct.pack(">HHHH", dport, port, 8 + len(PONG), 0) + PONG
        return ip(dest, source, 17, transport(dest, source, 17, body, 6))
    return None


def main(interface, mode):
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
    link.bind((interface, 0x0800))
    while True:
        frame, name = link.recvfrom(2048)
        if name[2] == socket.PACKET_OUTGOING or len(frame) < 14 + 28:
            continue
        made = answer(frame[14:], mode == "wrong")
        if made is not None:
            link.send(frame[6:12] + frame[0:6] + frame[12:14] + made)


if __name__ == "__main__":
    main(*sys.argv[1:])
