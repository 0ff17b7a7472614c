"""The second factor of staff: enrolment, sign-in, recovery codes, reset, and the account's rule that all have one.

The pool checks codes of authenticators (aws/second_factors.py). Whether a user has a second factor is said by the
user's own row (`User.factor_since`), which also decides when the pool's setting differs from it.
"""
