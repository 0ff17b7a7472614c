"""Claims in the client area: their list, their pages, their documents and moves, and the same for programs."""
