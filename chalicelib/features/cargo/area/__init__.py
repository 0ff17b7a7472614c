"""Pages of cargo in the client area."""
