"""Tests of rules and calculations."""
