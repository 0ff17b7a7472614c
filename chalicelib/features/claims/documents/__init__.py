"""Documents of claims: upload, inspection, verdicts of staff."""
