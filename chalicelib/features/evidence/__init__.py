"""The evidence of claims as one sealed file."""
