"""One module a feature, each with its PART."""
