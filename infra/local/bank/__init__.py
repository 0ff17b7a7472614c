"""The training bank: a stand-in for YooKassa and Stripe on this machine, for `make run` and tests. Never deployed."""
