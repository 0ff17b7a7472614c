"""The second factor of staff: enrolment, sign-in, recovery codes, reset, and the account's rule that all have one.

The pool checks codes of authenticators (aws/second_factors.py). The user's own row decides whether they have a second
factor (`User.factor_since`), also when the pool's setting differs.
"""
