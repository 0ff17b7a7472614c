"""Pages of the second factor: the step of signing in, one's own, its reset, and the rule for all staff."""
