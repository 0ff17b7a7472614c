"""Pages of requests in the client area."""
