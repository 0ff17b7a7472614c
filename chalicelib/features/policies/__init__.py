"""Policies, quotes, products, commission."""
