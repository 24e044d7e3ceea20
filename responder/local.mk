# The program pds-responder.
