"""Registration in the client area: its checks, which tell strangers nothing of policies, phones or persons."""
