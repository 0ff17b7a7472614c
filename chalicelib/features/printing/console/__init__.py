"""The console: the sample of a document, and documents that could not be printed."""
