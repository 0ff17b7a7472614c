"""Levels of the underlyings of life policies, by day."""
