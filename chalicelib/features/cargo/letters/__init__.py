"""Letters to carriers: reservations and claims, drafted from the facts of a claim before their last day."""
