"""The contents of printed documents of policies, made of stored facts only."""
