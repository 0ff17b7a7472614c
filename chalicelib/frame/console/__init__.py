"""The console: pages in which staff ask for photos and work on cases."""
