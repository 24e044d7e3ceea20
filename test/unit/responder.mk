# Unit tests of responder/.
