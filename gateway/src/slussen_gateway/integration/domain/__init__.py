"""Rules of events out: pure, without I/O, clock or framework."""
