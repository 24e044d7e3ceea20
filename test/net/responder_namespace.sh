#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# pds-responder --namespace: an estate behind a virtual line, without
# privilege.  As root everything runs a second time as an ordinary user.
. "${srcdir:=.}/test/tap.sh"
. "$srcdir/test/net/lib.sh"

# The ordinary user may not be able to read the build folder.
chmod 755 "$tap_dir"
cp "$responder" "$srcdir/test/net/talk.py" "$tap_dir"
responder=$tap_dir/pds-responder
talk="python3 $tap_dir/talk.py"

if ! unshare -Urn true 2>"$tap_dir/err"; then
	echo 'prefix 10.77.0.0/24' >"$tap_dir/estate"
	refuses 4 'the kernel refuses .*127.77.0.0/24 --estate' \
		"$responder" --estate "$tap_dir/estate" --namespace -- true
	skip_or_fail 'an estate in namespaces' \
		"the kernel forbids user namespaces: $(cat "$tap_dir/err")"
	tap_end
fi

cat >"$tap_dir/estate" <<'END'
seed 5
servers 1/8
clients 1/8
open 1/16
gup 1/16
refusing 1/4
prefix 10.77.0.0/24
prefix 10.78.0.0/28
delay 5ms..20ms
prefix fd77::/122
prefix 10.79.0.0/16
servers 0/1
clients 0/1
open 0/1
gup 0/1
refusing 0/1
silent 10.79.5.5
server 10.77.0.9 A Server
END
printf 'seed 6\nservers 1/8\nclients 1/4\nrefusing 1/4\nprefix 10.80.0.0/16\n' \
	>"$tap_dir/large"
"$responder" --estate "$tap_dir/estate" --list-all >"$tap_dir/list"
"$responder" --estate "$tap_dir/large" --list >"$tap_dir/large.list"
refusing4=$(awk '$2 == "refusing" && /^10/ { print $1; exit }' "$tap_dir/list")
refusing6=$(awk '$2 == "refusing" && /^fd/ { print $1; exit }' "$tap_dir/list")
chmod 644 "$tap_dir"/*list "$tap_dir/estate" "$tap_dir/large"

# $as: what makes a command another user's; empty for the caller.
as=

# A command at the scanner's end of the line.
inside() { # COMMAND [ARGUMENT...]
	$as "$responder" --estate "$tap_dir/estate" --namespace -- "$@"
}

classes_tests() {
	check "$1: each host does what its class says" \
		inside sh -c "$talk check 38293 2967 silent <$tap_dir/list"
	check "$1: what the estate is not, is unreachable" \
		inside sh -c "! $talk ping 192.0.2.1 38293"
	same "$1: nothing is lost in a /16" "$(
		grep -c '	server	' "$tap_dir/large.list"
	) servers, 0 lost" "$($as "$responder" --estate "$tap_dir/large" \
		--namespace -- $talk burst 38293 "$tap_dir/large.list")"
}

# The host itself refuses, not the line's end.
refusal_tests() {
	for address in "$refusing4" "$refusing6"; do
		same "$1: $address refuses by itself" "$address" \
			"$(inside $talk refuser "$address" 38293)"
	done
}

privilege_tests() {
	same "$1: the user stays" "$($as id -u):$($as id -g)" \
		"$(inside sh -c 'echo "$(id -u):$(id -g)"')"
	same "$1: the command has no capability" 0000000000000000 "$(
		inside awk '/^Cap/ && $2 !~ /^0+$/ { bad = 1 }
			END { print bad ? "some" : "0000000000000000" }' \
			/proc/self/status
	)"
	same "$1: but those that are asked for" 0000000000003000 "$(
		$as "$responder" --estate "$tap_dir/estate" --namespace \
			--with-capabilities net_raw,net_admin -- \
			awk '/^CapEff/ { print $2 }' /proc/self/status
	)"
	check "$1: they count" $as "$responder" \
		--estate "$tap_dir/estate" --namespace \
		--with-capabilities net_raw -- python3 -c \
		'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'
	check "$1: without them no raw socket" inside python3 -c 'if True:
		import socket
		try:
			socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
		except PermissionError:
			raise SystemExit(0)
		raise SystemExit(1)'
}

command_tests() {
	same "$1: standard input and output pass through" 'a line' \
		"$(echo 'a line' | inside cat)"
	inside sh -c 'echo talk >&2; exit 42' 2>"$tap_dir/err"
	same "$1: the exit status passes through" 42 $?
	same "$1: standard error passes through" talk "$(cat "$tap_dir/err")"
	same "$1: no descriptor but the caller's is open" \
		"$($as ls /proc/self/fd | xargs)" \
		"$(inside ls /proc/self/fd | xargs)"
	same "$1: the limit of open files stays" 100 "$(
		ulimit -Sn 100
		inside sh -c 'ulimit -Sn'
	)"
	inside sh -c 'kill -KILL $$'
	same "$1: a signal's number is added to 128" 137 $?
	refuses 127 "cannot run '/no/such/program'" \
		inside /no/such/program
	refuses 126 "cannot run '$tap_dir'" inside "$tap_dir"
	$as "$responder" --estate "$tap_dir/estate" --namespace --for 1 \
		-- sleep 600
	same "$1: --for ends the command" 143 $?
}

# A command that says when it stands, and then waits for its end.
signal_tests() {
	for signal in TERM INT HUP; do
		mkfifo "$tap_dir/fifo"
		$as "$responder" --estate "$tap_dir/estate" --namespace \
			-- python3 -c '
import signal, sys
name = "SIG" + sys.argv[1]
def take(number, frame):
    raise SystemExit(7)
signal.signal(getattr(signal, name), take)
print("up", flush=True)
while True:
    signal.pause()' $signal >"$tap_dir/fifo" &
		pid=$!
		read -r up <"$tap_dir/fifo"
		kill -$signal $pid
		wait $pid
		same "$1: SIG$signal is passed on" 'up 7' "$up $?"
		rm "$tap_dir/fifo"
	done
}

# At a terminal the command gets Ctrl-C as everybody there does: once.
terminal_tests() {
	same "$1: Ctrl-C comes once" 'up 1' "$($as python3 -c '
import os, pty, re, sys
counting = """
import signal, time
n = 0
def take(number, frame):
    global n
    n += 1
signal.signal(signal.SIGINT, take)
print("up", flush=True)
while n == 0:
    time.sleep(0.01)
time.sleep(0.5)
print(n, flush=True)
"""
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:] + ["--", "python3", "-c", counting])
said = b""
while True:
    try:
        part = os.read(terminal, 1000)
    except OSError:
        part = b""
    if not part:
        break
    if said == b"" and b"up" in part:
        os.write(terminal, b"\3")
    said += part
os.waitpid(pid, 0)
print(" ".join(re.findall("up|[0-9]+", said.decode())))' \
		"$responder" --estate "$tap_dir/estate" --namespace)"
}

is_gone() { # PID: within ten seconds
	for _ in 0 1 2 3 4 5 6 7 8 9; do
		[ -d "/proc/$1" ] || return 0
		grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null && return 0
		sleep 1
	done
	return 1
}

cleaning_tests() {
	inside sh -c 'sleep 600 >/dev/null 2>&1 & echo $!' >"$tap_dir/pid"
	check "$1: what the command leaves behind is ended" \
		is_gone "$(cat "$tap_dir/pid")"
	mkfifo "$tap_dir/fifo"
	$as "$responder" --estate "$tap_dir/estate" --namespace \
		-- sh -c 'echo $$; exec sleep 600' >"$tap_dir/fifo" &
	pid=$!
	read -r command <"$tap_dir/fifo"
	kill -KILL $pid
	wait $pid 2>/dev/null
	check "$1: the command does not outlive its estate" is_gone "$command"
	rm "$tap_dir/fifo"
}

# A namespace within which no further one may be made.
forbidden_tests() {
	refuses 4 'the kernel refuses a user namespace.*127.77.0.0/24 --estate' \
		$as unshare -Ur sh -c '
		echo 0 >/proc/sys/user/max_user_namespaces
		exec "$0" --estate "$1" --namespace -- true' \
		"$responder" "$tap_dir/estate"
}

users=caller
[ "$(id -u)" -ne 0 ] || users='caller nobody'
for user in $users; do
	[ $user = caller ] ||
		# env, since setpriv looks for a program with root's eyes
		as='setpriv --reuid=65534 --regid=65534 --clear-groups env'
	classes_tests $user
	refusal_tests $user
	privilege_tests $user
	command_tests $user
	signal_tests $user
	terminal_tests $user
	cleaning_tests $user
	forbidden_tests $user
done
tap_end
