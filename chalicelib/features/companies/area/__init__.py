"""Pages of companies' people in the client area."""
