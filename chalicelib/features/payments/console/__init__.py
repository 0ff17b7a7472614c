"""Pages of payments in the console."""
