"""Pages of requests in the console."""
