"""PDF files of strangers, read in a child process (docs/decisions/0029).

Nothing may be imported here: the child would load the libraries of its parent, too.
"""
