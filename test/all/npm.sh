# shellcheck shell=sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Sourced: npm for the tests that need it.  It is not among packages.debian,
# because apt cannot install it where node comes from elsewhere.
if ! command -v npm >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then
	DEBIAN_FRONTEND=noninteractive apt-get install -y \
		--no-install-recommends npm >/dev/null 2>&1 </dev/null
fi
