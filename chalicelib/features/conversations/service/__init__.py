"""Use cases of requests: opening, answering, routing, extending, closing, rating, and the alarms of their terms."""
