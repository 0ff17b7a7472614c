"""Tests of the client area's pages of cargo."""
