# The grammar of name/address lists, and the program importer.
