"""People of the client area: those whom an account insures, and the people of its client companies.

They are no staff: their rows are in a table of their own, and the user pool knows nothing of them.
"""
