"""A feature that only tests mount: visits of an appraiser to a vehicle. It uses every door of the platform."""
