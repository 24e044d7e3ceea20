# The program rollcall.  Its objects are a library, so that tests link them.
noinst_LIBRARIES += cli/libcli.a
cli_libcli_a_SOURCES = \
	%reldir%/asks.c %reldir%/asks.h \
	%reldir%/cmd.c %reldir%/cmd.h %reldir%/cmd_list.h \
	%reldir%/cmd_cache.c %reldir%/cmd_cache.h \
	%reldir%/cmd_cache_check.c \
	%reldir%/cmd_cache_clear.c %reldir%/cmd_cache_delete.c \
	%reldir%/cmd_cache_list.c %reldir%/cmd_cache_protect.c \
	%reldir%/cmd_cache_show.c \
	%reldir%/cmd_completion.c \
	%reldir%/check.c %reldir%/check.h \
	%reldir%/child.c %reldir%/child.h \
	%reldir%/cmd_demo.c \
	%reldir%/cmd_diff.c \
	%reldir%/cmd_export.c \
	%reldir%/cmd_find.c \
	%reldir%/cmd_formats.c \
	%reldir%/cmd_help.c \
	%reldir%/cmd_history.c \
	%reldir%/cmd_import.c \
	%reldir%/cmd_plan.c \
	%reldir%/plan_print.c %reldir%/plan_print.h \
	%reldir%/cmd_probes.c \
	%reldir%/cmd_sweep.c \
	%reldir%/cmd_version.c \
	%reldir%/cmd_why.c \
	%reldir%/completion.c %reldir%/completion.h \
	%reldir%/config.c %reldir%/config.h %reldir%/config_private.h \
	%reldir%/config_link.c %reldir%/config_sweep.c \
	%reldir%/dns.c %reldir%/dns.h \
	%reldir%/demo_data.c %reldir%/demo_data.h \
	%reldir%/filter.c %reldir%/filter.h \
	%reldir%/host_print.c %reldir%/host_print.h \
	%reldir%/events.c %reldir%/events.h \
	%reldir%/hook.c %reldir%/hook.h \
	%reldir%/limits.c %reldir%/limits.h \
	%reldir%/neighbours.c %reldir%/neighbours.h \
	%reldir%/lock.c %reldir%/lock.h \
	%reldir%/outputs.c %reldir%/outputs.h \
	%reldir%/privilege.c %reldir%/privilege.h \
	%reldir%/probes.c %reldir%/probes.h \
	%reldir%/progress.c %reldir%/progress.h \
	%reldir%/resume.c %reldir%/resume.h \
	%reldir%/say.c %reldir%/say.h \
	%reldir%/sections.c %reldir%/sections.h \
	%reldir%/setup.c %reldir%/setup.h \
	%reldir%/side.c %reldir%/side.h %reldir%/side_file.c \
	%reldir%/stored.c %reldir%/stored.h \
	%reldir%/sweep_local.c %reldir%/sweep_local.h \
	%reldir%/sweep_options.c %reldir%/sweep_options.h \
	%reldir%/sweep_plan.c %reldir%/sweep_plan.h \
	%reldir%/sweep_print.c %reldir%/sweep_print.h \
	%reldir%/sweep_setup.c %reldir%/sweep_setup.h \
	%reldir%/sweep_run.c %reldir%/sweep_run.h \
	%reldir%/sweep_say.c %reldir%/sweep_say.h \
	%reldir%/term.c %reldir%/term.h \
	%reldir%/writer.c %reldir%/writer.h
# SQLite first: it binds its own symbols at the start, and the loader looks for
# each in the order of the libraries.
LIBCLI = cli/libcli.a $(LIBOUTPUT) $(LIBIMPORTER) $(LIBSCANNER) $(LIBCACHE) $(LIBBASE) \
	$(SQLITE3_LIBS) $(LIBEVENT_LIBS) $(PCRE2_LIBS) \
	$(SMARTCOLS_LIBS) $(INIH_LIBS) $(CAPNG_LIBS)

bin_PROGRAMS += cli/rollcall
cli_rollcall_SOURCES = %reldir%/main.c
cli_rollcall_LDADD = $(LIBCLI)
dist_man_MANS += %reldir%/rollcall.1 %reldir%/rollcall.conf.5
dist_doc_DATA += %reldir%/rollcall.conf.example

# Completion comes out of the program itself.  A program for another machine
# cannot be asked: there the shell asks it, each time it starts.
bashcompletiondir = $(datadir)/bash-completion/completions
nodist_bashcompletion_DATA = cli/bash-completion/rollcall
CLEANFILES += cli/bash-completion/rollcall cli/bash-completion/rollcall.tmp
cli/bash-completion/rollcall: cli/rollcall$(EXEEXT)
	@$(MKDIR_P) cli/bash-completion
if CROSS_COMPILING
	$(AM_V_GEN)echo 'eval "$$(rollcall completion)"' >$@.tmp
else
	$(AM_V_GEN)cli/rollcall$(EXEEXT) completion >$@.tmp
endif
	@mv $@.tmp $@

# Sweeps by the clock: units for systemd, and an example for cron.
EXTRA_DIST += %reldir%/units/rollcall-sweep@.service.in \
	%reldir%/units/rollcall-sweep@.timer
dist_doc_DATA += %reldir%/units/rollcall.cron
if WITH_UNITS
nodist_systemdsystemunit_DATA = cli/units/rollcall-sweep@.service
dist_systemdsystemunit_DATA = %reldir%/units/rollcall-sweep@.timer
endif
CLEANFILES += cli/units/rollcall-sweep@.service
cli/units/rollcall-sweep@.service: %reldir%/units/rollcall-sweep@.service.in
	@$(MKDIR_P) cli/units
	$(AM_V_GEN)$(SED) 's|[@]bindir[@]|$(bindir)|' \
	    '$(srcdir)/cli/units/rollcall-sweep@.service.in' >$@.tmp && mv $@.tmp $@
