"""Sockets of open pages. They only tell: everything is read and written by HTTP, and a lost frame loses nothing."""
