"""Pages of policies behind a link."""
