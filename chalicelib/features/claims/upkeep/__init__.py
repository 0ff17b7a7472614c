"""Upkeep of claims: merges of clients, exports, erasure, claims of former cases."""
