"""Pages of the cabinet in the client area."""
