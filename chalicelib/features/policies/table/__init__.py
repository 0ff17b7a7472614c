"""The rows of policies in their table."""
