"""Tests of use cases of cargo, with messages."""
