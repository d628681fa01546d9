"""The scopes of the integration app."""

READ_EVENTS = "events:read"
"""Read the events that the caller's authority may know of, and answer for what it has fetched."""

MANAGE_WEBHOOKS = "webhooks:manage"
"""Have webhooks: a client its own, a person those of the authority."""
