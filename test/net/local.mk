# Tests that need sockets and, where the kernel lets them, namespaces.
net_tests = \
	%reldir%/responder_estate.sh %reldir%/responder_listen.sh \
	%reldir%/responder_namespace.sh \
	%reldir%/sweep_20.sh
TESTS += $(net_tests)
EXTRA_DIST += $(net_tests) %reldir%/lib.sh %reldir%/talk.py \
	%reldir%/sweep.sh %reldir%/inventory.py
