"""Pages of cargo in the console."""
