"""The pages of products and rates in the console."""
