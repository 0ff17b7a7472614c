"""Pages behind links of conversations."""
