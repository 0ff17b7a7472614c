"""Payments in the client area: paying by one press, the outcome, saved methods; and the same for programs."""
