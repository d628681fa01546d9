"""What the service's documents say, as blocks: the agreement itself, its signatures' evidence, a year's settlement."""
