/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Libxml2 by dlopen(), under the name that the linker would have noted.
 */
#include "base/xmllib.h"

#include <assert.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * A program shows what it links but not what it loads; so that packagers'
 * tools know of it all the same, there is a note, in the form of
 * https://systemd.io/ELF_DLOPEN_METADATA/.  Owner and type are given there.
 */
#define XMLLIB_NOTE_OWNER "FDO"
#define XMLLIB_NOTE_TYPE  0x407c0c0a
#define XMLLIB_NOTE                                              \
	"[{\"feature\":\"xml\","                                 \
	"\"description\":\"Reads inventories and probe files\"," \
	"\"priority\":\"recommended\",\"soname\":[\"" LIBXML2_SONAME "\"]}]"

static const struct {
	uint32_t owner_len, content_len, type;
	char owner[sizeof(XMLLIB_NOTE_OWNER)];
	_Alignas(4) char content[sizeof(XMLLIB_NOTE)];
} xmllib_note __attribute__((used, section(".note.dlopen"), aligned(4))) = {
	sizeof(XMLLIB_NOTE_OWNER),
	sizeof(XMLLIB_NOTE),
	XMLLIB_NOTE_TYPE,
	XMLLIB_NOTE_OWNER,
	XMLLIB_NOTE,
};

static const struct {
	const char *name;
	size_t offset;
} xmllib_symbol[] = {
#define XMLLIB_SYMBOL(name) { #name, offsetof(struct xmllib, name) },
	XMLLIB_EACH(XMLLIB_SYMBOL)
#undef XMLLIB_SYMBOL
};

#define XMLLIB_N_SYMBOLS (sizeof(xmllib_symbol) / sizeof(xmllib_symbol[0]))

static struct {
	struct xmllib at;
	const char *version;
	bool is_loaded;
} xmllib_loaded;

static int
xmllib_find(void *library, const char *name, void **symbol, struct err *err)
{
	*symbol = dlsym(library, name);
	if (*symbol != NULL)
		return 0;
	return err_set(err, ERR_SYSTEM,
	    "the library %s, which reads XML, is not the right one: it has no "
	    "%s",
	    LIBXML2_SONAME, name);
}

int
xmllib_load(struct err *err)
{
	void *library, *symbol;

	if (xmllib_loaded.is_loaded)
		return 0;
	library = dlopen(LIBXML2_SONAME, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		return err_set(err, ERR_SYSTEM,
		    "the library libxml2, which reads XML, cannot be loaded: "
		    "%s",
		    dlerror());
	for (size_t i = 0; i < XMLLIB_N_SYMBOLS; i++) {
		if (xmllib_find(library, xmllib_symbol[i].name, &symbol, err) ==
		    -1)
			goto fail;
		memcpy((char *)&xmllib_loaded.at + xmllib_symbol[i].offset,
		    &symbol, sizeof(symbol));
	}
	if (xmllib_find(library, "xmlParserVersion", &symbol, err) == -1)
		goto fail;
	memcpy(&xmllib_loaded.version, symbol, sizeof(xmllib_loaded.version));
	xmllib_loaded.is_loaded = true;
	return 0;
fail:
	(void)dlclose(library);
	return -1;
}

const struct xmllib *
xmllib(void)
{
	assert(xmllib_loaded.is_loaded);
	return &xmllib_loaded.at;
}

const char *
xmllib_version(void)
{
	assert(xmllib_loaded.is_loaded);
	return xmllib_loaded.version;
}
