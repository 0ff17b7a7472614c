"""Printed documents: tagged PDF files, made of templates and stored for download."""
