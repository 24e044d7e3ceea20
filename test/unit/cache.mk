# Unit tests of cache/.
