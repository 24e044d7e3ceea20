# The formats and their schema.
