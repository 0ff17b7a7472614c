"""The API's contract as committed: a breaking change appears in the diff of these documents."""
