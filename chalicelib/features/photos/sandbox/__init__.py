"""Photos and logos in the child process (chalicelib/sandbox).

Nothing may be imported here: the child would load the libraries of its parent, too.
"""
