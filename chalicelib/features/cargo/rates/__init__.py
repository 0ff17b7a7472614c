"""Rates of the units in which laws of transport limit the liability of carriers."""
