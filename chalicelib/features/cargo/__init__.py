"""Claims of cargo: announcing by kind, goods and route, laws of transport, letters to carriers."""
