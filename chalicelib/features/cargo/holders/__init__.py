"""Photos of the goods from their holder: a driver or a consignee, without an account."""
