"""The rules of the agreements service: pure, without I/O, clock or framework."""
