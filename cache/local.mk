noinst_LIBRARIES += cache/libcache.a
cache_libcache_a_SOURCES = \
	%reldir%/area.c %reldir%/area.h \
	%reldir%/batch.c %reldir%/batch.h \
	%reldir%/cache.c %reldir%/cache.h \
	%reldir%/cache_check.c %reldir%/cache_check.h \
	%reldir%/cache_clear.c \
	%reldir%/cache_asked.c \
	%reldir%/cache_conclude.c \
	%reldir%/cache_delete.c \
	%reldir%/cache_diff.c %reldir%/cache_diff.h \
	%reldir%/cache_each.c \
	%reldir%/cache_feed.c %reldir%/cache_feed.h \
	%reldir%/cache_fold.c %reldir%/cache_fold.h \
	%reldir%/cache_guard.c %reldir%/cache_guard.h \
	%reldir%/cache_history.c %reldir%/cache_history.h \
	%reldir%/cache_identity.c %reldir%/cache_identity.h \
	%reldir%/cache_import_other.c %reldir%/cache_import_private.h \
	%reldir%/cache_import.c %reldir%/cache_import.h \
	%reldir%/cache_imported.c %reldir%/cache_imported.h \
	%reldir%/cache_journal.c %reldir%/cache_journal.h \
	%reldir%/cache_learned.c %reldir%/cache_learned.h \
	%reldir%/cache_load.c %reldir%/cache_load.h \
	%reldir%/cache_observe.c \
	%reldir%/cache_observe_feed.c %reldir%/cache_observe_feed.h \
	%reldir%/cache_observed.c %reldir%/cache_observed.h \
	%reldir%/cache_pack.c %reldir%/cache_pack.h \
	%reldir%/cache_pack_list.c %reldir%/cache_pack_list.h \
	%reldir%/cache_path.c %reldir%/cache_path.h \
	%reldir%/cache_private.h \
	%reldir%/cache_protect.c %reldir%/cache_protect.h \
	%reldir%/cache_query.c \
	%reldir%/cache_row.c %reldir%/cache_row.h \
	%reldir%/cache_run.c %reldir%/cache_run.h \
	%reldir%/cache_schema.c %reldir%/cache_schema.h \
	%reldir%/cache_stmt.c \
	%reldir%/cache_sweep.c \
	%reldir%/cache_targets.c \
	%reldir%/cache_walk.c %reldir%/cache_walk.h \
	%reldir%/diff.c %reldir%/diff.h %reldir%/diff_private.h \
	%reldir%/diff_match.c %reldir%/diff_side.c \
	%reldir%/host.c %reldir%/host.h \
	%reldir%/journal.c %reldir%/journal.h \
	%reldir%/identity.c %reldir%/identity.h \
	%reldir%/merge.c %reldir%/merge.h \
	%reldir%/observation.c %reldir%/observation.h \
	%reldir%/cache_seen.c %reldir%/cache_seen.h \
	%reldir%/verdict.c %reldir%/verdict.h %reldir%/verdict_private.h \
	%reldir%/verdict_advice.c %reldir%/verdict_clause.c
LIBCACHE = cache/libcache.a $(LIBBASE)
EXTRA_DIST += %reldir%/README.md
