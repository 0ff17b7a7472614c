"""Pages that people open by a link of a message or of a document: no session, no script, one style."""
