"""Payments of clients, by payment providers."""
