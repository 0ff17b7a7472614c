"""Inspections before insuring: photos of the vehicle of a quote."""
