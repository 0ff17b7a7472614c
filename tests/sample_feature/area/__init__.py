"""Visits in the client area."""
