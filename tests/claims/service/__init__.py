"""Tests of the use cases of claims."""
