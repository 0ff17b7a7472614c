"""Tests of cargo's operations."""
