"""Pages of the evidence of claims in the console."""
