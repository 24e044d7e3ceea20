# Tests that need sockets and, where the kernel lets them, namespaces.
net_tests = \
	%reldir%/responder_estate.sh %reldir%/responder_listen.sh \
	%reldir%/responder_namespace.sh \
	%reldir%/excludes.sh %reldir%/expected.sh %reldir%/follow.sh \
	%reldir%/hostile.sh %reldir%/interrupt.sh \
	%reldir%/ipv6.sh %reldir%/known.sh \
	%reldir%/link_budget.sh %reldir%/links.sh %reldir%/local.sh \
	%reldir%/loss.sh %reldir%/names.sh \
	%reldir%/neighbours.sh %reldir%/packet.sh \
	%reldir%/privilege.sh \
	%reldir%/resume.sh %reldir%/sweep_20.sh \
	%reldir%/verdicts.sh %reldir%/verdicts_packet.sh \
	%reldir%/yield.sh
TESTS += $(net_tests)
EXTRA_DIST += $(net_tests) %reldir%/lib.sh %reldir%/talk.py \
	%reldir%/sweep.sh %reldir%/router.sh %reldir%/line.sh \
	%reldir%/lan.sh %reldir%/lan.py \
	%reldir%/inventory.py %reldir%/pong.py %reldir%/wire.py \
	%reldir%/forge.py %reldir%/neighbour.py \
	%reldir%/yield_play.sh
