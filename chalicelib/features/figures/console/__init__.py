"""The page of figures: how many owners complete a request, how long each step takes them, how good the photos are."""
