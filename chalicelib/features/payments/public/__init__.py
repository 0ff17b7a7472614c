"""The page that a payer comes back to from the provider."""
