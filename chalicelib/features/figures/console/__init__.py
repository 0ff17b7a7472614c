"""The page of figures: rate of completed requests, time of each step, quality of photos."""
