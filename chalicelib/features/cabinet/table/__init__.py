"""Access to rows of the cabinet in the table `area`."""
