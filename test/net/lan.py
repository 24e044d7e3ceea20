#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The machines on lan.sh's wire: lan.py FILE LOG UP READY, in a namespace of
# its own.  FILE has a statement a line:
#   net ADDRESS/LEN               the scanner's address (lan.sh)
#   scanner COMMAND               for the scanner's namespace (lan.sh)
#   here ADDRESS/LEN              an address of ours that says nothing
#   server ADDRESS/LEN NAME       answers pings, broadcast ones too, and hello
#   pds ADDRESS/LEN NAME          a server that does not answer hello
#   shy ADDRESS/LEN NAME          a server that no broadcast reaches
#   client ADDRESS/LEN            answers hello
#   join ADDRESS GROUP            that server hears pings to this group
#   stranger ADDRESS/LEN FOR      answers broadcasts for the server FOR from this
#                                 address, which is on no subnet of the scanner
#   rtvscan ADDRESS PORT          answers hello on this port
#   app ID HEX                    servers answer this APP ID with these bytes
#   udp-agent ADDRESS PORT        answers the legacy datagram there
#   dns ADDRESS/LEN KIND [N]      a name server: good, silent, refusing, lying,
#                                 looping, dying (after N answers), or
#                                 stuttering (each Nth is answered)
#   name ADDRESS NAME             what name servers know; \xHH is a byte
# LOG gets a line for each question that was on the wire:
#   arp ADDRESS, udp ADDRESS PORT, tcp ADDRESS PORT, dns ADDRESS FOR
import os
import re
import select
import socket
import struct
import subprocess
import sys
import time

# <linux/in.h>; the module has not all of them
IP_PKTINFO, IP_MULTICAST_ALL = 8, 49
PDS, RTVSCAN, DNS = 38293, 2967, 53
HELLO = bytes.fromhex("01100000140000000000000000000000")
ANSWER = bytes.fromhex("01100000140101000000000000000000")
LEGACY = bytes.fromhex("000601000001")
LEGACY_ANSWER = bytes.fromhex("00060101001000000000000000000000")
HAVE_ADDRESS = ("here", "server", "pds", "shy", "client", "dns", "stranger")
END_S = 120  # nobody forgets this process


class Wire:
    def __init__(self, path, log):
        self.log_file = open(log, "w", encoding="utf-8", buffering=1)
        self.poll = select.poll()
        self.handlers = {}
        self.servers, self.shy, self.names = {}, set(), {}
        self.strangers, self.groups, self.apps = [], [], {}
        self.pds = {}  # address: the socket that it answers from
        self.lines = []
        with open(path, encoding="utf-8") as file:
            for line in file:
                words = line.split()
                if words and words[0][0] != "#":
                    self.lines.append(words)

    def log(self, *words):
        print(*words, file=self.log_file)

    def watch(self, sock, handler):
        sock.setblocking(False)
        self.handlers[sock.fileno()] = (sock, handler)
        self.poll.register(sock, select.POLLIN)

    def unwatch(self, sock):
        self.poll.unregister(sock)
        del self.handlers[sock.fileno()]
        sock.close()

    def set_up(self):
        subprocess.run(
            "ip link set lo up; ip link set lan1 addrgenmode none up",
            shell=True,
            check=True,
        )
        sniffer = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0x0300)
        sniffer.bind(("lan1", 3))
        self.watch(sniffer, self.on_frame)
        for verb, *words in self.lines:
            if verb in HAVE_ADDRESS:
                subprocess.run(
                    ["ip", "address", "add", words[0], "brd", "+"]
                    + ["dev", "lan1", "nodad"] * (":" in words[0])
                    + ["dev", "lan1"] * (":" not in words[0]),
                    check=True,
                )
        for verb, *words in self.lines:
            words[:1] = [words[0].split("/")[0]] if words else []
            method = getattr(self, "add_" + verb.replace("-", "_"), None)
            if method is not None:
                method(*words)
        self.listen_to_all()

    def add_pds(self, address, name):
        self.servers[address] = name
        self.pds[address] = self.udp(address, PDS, self.on_ping)

    def add_server(self, address, name):
        self.add_pds(address, name)
        self.add_rtvscan(address, RTVSCAN)

    def add_shy(self, address, name):
        self.shy.add(address)
        self.add_server(address, name)

    def add_client(self, address):
        self.add_rtvscan(address, RTVSCAN)

    def add_rtvscan(self, address, port):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, int(port)))
        listener.listen(64)
        self.watch(listener, self.on_connection)

    def add_join(self, address, group):
        self.groups.append((address, group))

    def add_stranger(self, address, server):
        self.strangers.append((self.udp(address, PDS, self.on_nothing), server))
        self.add_rtvscan(address, RTVSCAN)

    def add_app(self, ident, data):
        self.apps[ident.encode()] = bytes.fromhex(data)

    def add_udp_agent(self, address, port):
        self.udp(address, int(port), self.on_legacy)

    def add_name(self, address, name):
        raw = re.sub(
            rb"\\x(..)",
            lambda m: bytes.fromhex(m[1].decode()),
            name.encode(),
        )
        self.names[address] = raw

    def add_dns(self, address, kind, n="0"):
        state = {"kind": kind, "left": int(n), "address": address}
        self.udp(
            address, DNS, lambda sock: self.on_query(sock, state)
        )

    def udp(self, address, port, handler):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((address, port))
        self.watch(sock, handler)
        return sock

    def listen_to_all(self):
        """Broadcast and multicast pings: to no address of a server."""
        sock = self.udp("", PDS, self.on_broadcast)
        sock.setsockopt(socket.IPPROTO_IP, IP_MULTICAST_ALL, 0)
        for group in {group for _, group in self.groups}:
            index = socket.if_nametoindex("lan1")
            sock.setsockopt(
                socket.IPPROTO_IP,
                socket.IP_ADD_MEMBERSHIP,
                socket.inet_aton(group) + struct.pack("=4si", b"", index),
            )
        sock.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)

    def pong(self, address, ping):
        if ping[:4] != bytes.fromhex("020a1000") or ping[4:8] != b"PING":
            return None
        if ping[8:12] in self.apps:
            return self.apps[ping[8:12]]
        if ping[8:12] != b"BDCV":
            return None
        name = self.servers[address].encode("utf-16le") + b"\0\0"
        mac = socket.inet_aton(address)
        tail = name + b"\x02\0" + mac + bytes(12) + mac
        size = 0x20 + len(tail)
        head = struct.pack("<BBH", 2, 10, size) + b"BDCVPING" + bytes(6)
        head += struct.pack("<H", size - 4) + bytes(4)
        head += struct.pack("<HBB", 3790, 2, 5) + bytes(4)
        return head + tail

    def on_ping(self, sock):
        data, peer = sock.recvfrom(2048)
        pong = self.pong(sock.getsockname()[0], data)
        if pong is not None:
            sock.sendto(pong, peer)

    def on_nothing(self, sock):
        sock.recvfrom(2048)

    def on_broadcast(self, sock):
        data, control, _, peer = sock.recvmsg(2048, 128)
        to = None
        for level, kind, value in control:
            if (level, kind) == (socket.IPPROTO_IP, IP_PKTINFO):
                to = socket.inet_ntoa(value[8:12])
        is_group = int(to.split(".")[0]) >= 224
        for address in self.servers:
            hears = (
                (address, to) in self.groups
                if is_group
                else address not in self.shy and self.is_broadcast(address, to)
            )
            pong = self.pong(address, data)
            if hears and pong is not None:
                self.pds[address].sendto(pong, peer)
        for own, server in self.strangers:
            pong = self.pong(server, data)
            if pong is not None:
                own.sendto(pong, peer)

    def is_broadcast(self, address, to):
        for verb, *words in self.lines:
            if verb in ("server", "shy") and words[0].startswith(address + "/"):
                host_bits = 32 - int(words[0].split("/")[1])
                number = struct.unpack(">I", socket.inet_aton(address))[0]
                number |= (1 << host_bits) - 1
                return socket.inet_ntoa(struct.pack(">I", number)) == to
        return False

    def on_connection(self, listener):
        sock, _ = listener.accept()
        self.watch(sock, self.on_hello)

    def on_hello(self, sock):
        try:
            data = sock.recv(2048)
        except OSError:
            data = b""
        if data[:16] == HELLO:
            sock.send(ANSWER)
        if not data:
            self.unwatch(sock)

    def on_legacy(self, sock):
        data, peer = sock.recvfrom(2048)
        if data[:6] == LEGACY:
            sock.sendto(LEGACY_ANSWER, peer)

    def on_query(self, sock, state):
        data, peer = sock.recvfrom(2048)
        labels, at = [], 12
        while data[at]:
            labels.append(data[at + 1 : at + 1 + data[at]].decode())
            at += 1 + data[at]
        if labels[-2] == "ip6":
            digits = "".join(reversed(labels[:-2]))
            address = socket.inet_ntop(
                socket.AF_INET6, bytes.fromhex(digits)
            )
        else:
            address = ".".join(reversed(labels[:-2]))
        self.log("dns", state["address"], address)
        getattr(self, "dns_" + state["kind"])(
            sock, peer, data[: at + 5], address, state
        )

    def reply(self, query, address, code=0, raw=None, ident=None):
        name = self.names.get(address) if raw is None else raw
        found = name is not None and code == 0
        if not found and code == 0:
            code = 3
        head = (ident or query[:2]) + bytes([0x81, 0x80 | code])
        head += struct.pack(">4H", 1, found, 0, 0) + query[12:]
        if not found:
            return head
        wire = b""
        for label in name.split(b"."):
            wire += bytes([len(label)]) + label
        wire += b"\0"
        return head + struct.pack(">HHHIH", 0xC00C, 12, 1, 60, len(wire)) + wire

    def dns_good(self, sock, peer, query, address, state):
        sock.sendto(self.reply(query, address), peer)

    def dns_silent(self, sock, peer, query, address, state):
        pass

    def dns_refusing(self, sock, peer, query, address, state):
        sock.sendto(self.reply(query, address, 5), peer)

    def dns_stuttering(self, sock, peer, query, address, state):
        state["n"] = state.get("n", 0) + 1
        if state["n"] % state["left"] == 0:
            sock.sendto(self.reply(query, address), peer)

    def dns_dying(self, sock, peer, query, address, state):
        if state["left"] > 0:
            state["left"] -= 1
            sock.sendto(self.reply(query, address), peer)

    def dns_lying(self, sock, peer, query, address, state):
        """Everything but an answer; then a name that is hard to bear."""
        lie = b"lie.example"
        ident = bytes([query[0] ^ 1, query[1]])
        sock.sendto(self.reply(query, address, 0, lie, ident), peer)
        other = bytearray(query)
        other[13] ^= 1  # a digit of the address
        sock.sendto(self.reply(bytes(other), address, 0, lie), peer)
        sock.sendto(query[:12] + b"\0" * 9, peer)
        sock.sendto(b"", peer)
        sock.sendto(query, peer)
        from_elsewhere = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        from_elsewhere.sendto(self.reply(query, address, 0, lie), peer)
        from_elsewhere.close()
        whole = self.reply(query, address, 0, b"x" * 8)
        for cut in range(len(query)):
            sock.sendto(whole[:cut], peer)
        sock.sendto(self.reply(query, address), peer)

    def dns_looping(self, sock, peer, query, address, state):
        """A name that points to itself."""
        head = self.reply(query, address, 0, b"x")[: len(query) + 10]
        loop = struct.pack(">HH", 2, 0xC000 | (len(head) + 2))
        sock.sendto(head + loop, peer)

    def on_frame(self, sock):
        frame, (_, _, direction, *_) = sock.recvfrom(2048)
        kind = frame[12:14]
        if direction == socket.PACKET_OUTGOING:
            return
        if kind == b"\x08\x06" and frame[21] == 1:
            self.log("arp", socket.inet_ntoa(frame[38:42]))
        elif kind == b"\x08\x00":
            ip = frame[14:]
            rest = ip[4 * (ip[0] & 15) :]
            to = socket.inet_ntoa(ip[16:20])
            port = struct.unpack(">H", rest[2:4])[0]
            if ip[9] == 17:
                self.log("udp", to, port)
            elif ip[9] == 6 and rest[13] & 0x12 == 0x02:
                self.log("tcp", to, port)

    def run(self):
        end = time.monotonic() + END_S
        while time.monotonic() < end:
            for fd, _ in self.poll.poll(1000):
                if fd in self.handlers:
                    sock, handler = self.handlers[fd]
                    handler(sock)


def main(path, log, up, ready):
    with open(up, "w", encoding="utf-8") as file:
        print(os.getpid(), file=file)
    with open(up, encoding="utf-8") as file:
        file.readline()
    wire = Wire(path, log)
    wire.set_up()
    with open(ready, "w", encoding="utf-8") as file:
        print("ready", file=file)
    wire.run()


main(*sys.argv[1:])
