"""Decisions of claims: their calculation, pure, and the records of them."""
