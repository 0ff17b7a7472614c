"""Tests of the console's pages of cargo."""
