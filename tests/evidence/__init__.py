"""Tests of the evidence of claims."""
