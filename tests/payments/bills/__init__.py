"""Bills: a small feature with a Payable, in place of policies."""
