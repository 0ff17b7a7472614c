"""The pages of policies, products and rates in the console."""
