"""Conversations: threads of messages between clients and staff; requests to the desks of an account."""
