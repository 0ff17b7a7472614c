"""Printed documents: tagged PDF files, made of templates and stored for download.

A feature that has something printed names its kinds in its manifest (`printed`), orders by `service.order` in the
transaction of its change. It shows `service.list_documents` of its subject
with the words of `words.py`, leads to `service.download_url`, and erases by `service.erase_documents`.
"""
