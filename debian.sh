# shellcheck shell=bash disable=SC2154 # top is the caller's
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# What quickstart and runtests share, in bash: Debian packages, the state of
# the tree, and programs that run into a log.  $top is the tree's root, and
# die MESSAGE is the caller's.

# The names in package lists: one per line, # starts a comment.
packages_read() { # FILE...
	sed 's/#.*//' "$@" | tr -s ' \t\n' '\n' | sed '/^$/d'
}

# Those of them that are not installed, in one line.
packages_missing() { # FILE...
	local names LC_ALL=C
	names=$(packages_read "$@")
	# shellcheck disable=SC2086 # names are words
	dpkg-query -W -f='${db:Status-Status} ${Package}\n' $names 2>/dev/null |
		sed -n 's/^installed //p' | sort >"$top/build/installed"
	sort -u <<<"$names" | comm -23 - "$top/build/installed" | paste -sd ' '
	rm -f "$top/build/installed"
}

# Install what is missing, and say what.
packages_install() { # FILE...
	local missing log=$top/build/packages.log as_root=()
	if ! command -v dpkg-query >/dev/null; then
		echo "This is no Debian: what $* name must be there already."
		return
	fi
	missing=$(packages_missing "$@")
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null ||
			die "packages are missing and sudo is, too; as root: apt-get install $missing"
		as_root=(sudo)
	fi
	echo "Installing with apt-get: $missing"
	# shellcheck disable=SC2086
	{
		"${as_root[@]}" apt-get update
		"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get \
			-o DPkg::Lock::Timeout=300 install -y \
			--no-install-recommends $missing
	} >"$log" 2>&1 </dev/null ||
		die "apt-get could not install what is missing ($missing): see $log"
}

# A tree that can be built, with configure made when that is due.
tree_prepare() {
	case $top in
	*[[:space:]]*) die "autotools cannot build in a folder whose path has blanks: '$top'" ;;
	esac
	[ -w "$top" ] ||
		die "$(id -un) cannot write in $top: clone it to a folder of your own"
	[ ! -e "$top/config.status" ] ||
		die "$top was configured for building in place: run 'make distclean' there first"
	mkdir -p "$top/build" || die "cannot make the folder $top/build"
	local foreign
	foreign=$(find "$top/build" -maxdepth 1 -type d ! -writable \
		! -path "$top/build/user" -print -quit)
	[ -z "$foreign" ] ||
		die "$(id -un) cannot write in $foreign, which somebody else made: remove it first"
}

tree_autogen() {
	if [ -e "$top/configure" ] && [ -e "$top/Makefile.in" ] && [ -z "$(
		find "$top" -path "$top/build" -prune -o \( -name '*.mk' \
			-o -name configure.ac -o -name Makefile.am \) \
			-newer "$top/Makefile.in" -print -quit
	)" ]; then
		return
	fi
	"$top/autogen.sh" >"$top/build/autogen.log" 2>&1 </dev/null ||
		die "autogen.sh failed: see $top/build/autogen.log"
}
