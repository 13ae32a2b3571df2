"""How well free answers of the awareness check and the look at behaviours are read."""
