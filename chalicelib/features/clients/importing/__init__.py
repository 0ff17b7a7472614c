"""Import of clients from files of spreadsheets: reading, mapping of columns, checking, running."""
