# The program rollcall.
