"""The pages of the cabinet in the console."""
