# Tests that need sockets and, where the kernel lets them, namespaces.
net_tests = \
	%reldir%/excludes.sh \
	%reldir%/expected.sh \
	%reldir%/follow.sh \
	%reldir%/hostile.sh \
	%reldir%/interrupt.sh \
	%reldir%/ipv6.sh \
	%reldir%/known.sh \
	%reldir%/link_budget.sh \
	%reldir%/links.sh \
	%reldir%/local.sh \
	%reldir%/loss.sh \
	%reldir%/names.sh \
	%reldir%/overrun.sh \
	%reldir%/packet.sh \
	%reldir%/packet_route.sh \
	%reldir%/privilege.sh \
	%reldir%/queue.sh \
	%reldir%/responder_estate.sh \
	%reldir%/responder_listen.sh \
	%reldir%/responder_namespace.sh \
	%reldir%/resume.sh \
	%reldir%/sweep_20.sh \
	%reldir%/verdicts.sh \
	%reldir%/verdicts_packet.sh \
	%reldir%/yield.sh \
	%reldir%/yield_tcp.sh
TESTS += $(net_tests)
EXTRA_DIST += $(net_tests) \
	%reldir%/forge.py \
	%reldir%/inventory.py \
	%reldir%/lan.py \
	%reldir%/lan.sh \
	%reldir%/ledger.sh \
	%reldir%/lib.sh \
	%reldir%/line.sh \
	%reldir%/neighbour.py \
	%reldir%/pong.py \
	%reldir%/router.sh \
	%reldir%/sweep.sh \
	%reldir%/talk.py \
	%reldir%/wire.py \
	%reldir%/yield_play.sh \
	%reldir%/yield_rows.sh
