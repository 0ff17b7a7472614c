"""Pages behind links that clients get about their claims."""
