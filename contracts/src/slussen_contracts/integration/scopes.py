"""The scopes of the integration app."""

READ_EVENTS = "events:read"
"""Read the events that the caller's authority may know of."""
