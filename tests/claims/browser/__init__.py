"""Tests of claims in a browser."""
