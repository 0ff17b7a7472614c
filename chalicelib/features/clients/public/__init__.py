"""The page by which a client contests its agent."""
