# Unit tests of output/.
