"""Policies in the client area: their list, their pages, and the same for programs."""
