"""A service with one table, to try the chassis on."""
