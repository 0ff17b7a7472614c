"""The calculation of the compensation that a claim of cargo can expect, before it is decided."""
