# Unit tests of importer/.
