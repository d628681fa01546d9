"""The parts that Slussen stands on: PostgreSQL, NATS and the identity provider, started from wheels."""
