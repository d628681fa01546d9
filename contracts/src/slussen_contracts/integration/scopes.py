"""The scopes of the integration app."""

EMBED = "embedding:start"
"""Vouch for the users of one's own site, in whose pages our components then act for them."""

READ_EVENTS = "events:read"
"""Read the events that the caller's authority may know of, and answer for what it has fetched."""

MANAGE_WEBHOOKS = "webhooks:manage"
"""Have webhooks: a client its own, a person those of the authority."""

READ_CLIENTS = "clients:read"
"""See the own authority's systems and what they may do."""

REGISTER_CLIENTS = "clients:register"
"""Register systems for the own authority, and ask for what they are to be allowed."""

APPROVE_CLIENTS = "clients:approve"
"""Decide what the own authority's systems may do; suspend and revoke them."""
