"""Pages of companies' people in the console."""
