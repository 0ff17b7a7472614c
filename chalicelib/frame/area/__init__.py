"""The client area's shared parts: audience, layout, menu, home page's doors, errors alike."""
