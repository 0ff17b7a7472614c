"""Search by beginnings of terms: terms of names, phones and codes, readings of a query, and its pages.

Stored words and queries are folded by the same rule (folding.py, decisions/0022). A name is found by its words in any
order; the last word may be half written. A phone is found by its ending or beginning, with any notation of its country;
a code, such as a reference, plate or VIN, by its beginning.

Terms are rows of a feature's table (aws/search_rows.py).
"""
