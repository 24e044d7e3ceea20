# Unit tests of scanner/.
