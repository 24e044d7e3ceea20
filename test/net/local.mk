# Tests that need sockets and, where the kernel lets them, namespaces.
net_tests = \
	%reldir%/responder_estate.sh %reldir%/responder_listen.sh \
	%reldir%/responder_namespace.sh \
	%reldir%/excludes.sh %reldir%/hostile.sh %reldir%/interrupt.sh \
	%reldir%/ipv6.sh \
	%reldir%/link_budget.sh %reldir%/sweep_20.sh \
	%reldir%/neighbours.sh %reldir%/packet.sh \
	%reldir%/verdicts.sh %reldir%/verdicts_packet.sh
TESTS += $(net_tests)
EXTRA_DIST += $(net_tests) %reldir%/lib.sh %reldir%/forge.py %reldir%/talk.py \
	%reldir%/sweep.sh %reldir%/router.sh \
	%reldir%/inventory.py %reldir%/wire.py
