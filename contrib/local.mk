# Examples for rollcall.conf's on-change, to be copied and changed.
contribdir = $(pkgdatadir)/contrib
dist_contrib_SCRIPTS = %reldir%/on-change-mail %reldir%/on-change-syslog \
	%reldir%/on-change-snmptrap
dist_contrib_DATA = %reldir%/README.md
