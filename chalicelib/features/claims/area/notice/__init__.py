"""The notice of loss by a client. It becomes a case with a claim and a photo request."""
