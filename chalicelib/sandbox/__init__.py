"""Decode strangers' files in a child process whose CPU time, memory and life are bounded (docs/decisions/0029).

The child gets bytes and gives back facts and pictures; it has no AWS credentials and none of the tenants' data.
Nothing may be imported here: the child would load the libraries of its parent, too.
"""
