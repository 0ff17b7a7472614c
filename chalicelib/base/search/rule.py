"""The number of the rule by which search terms are written."""

#: Raise it with any change of the terms of names, phones and codes, or of base/folding.py. Items whose rows name an
#: earlier rule are re-indexed (decisions/0022).
RULE = 2
