"""The scopes of the referrals service."""

SEND = "referrals:send"
"""Open, send, recall and void referrals from the caller's own unit."""

RECEIVE = "referrals:receive"
"""Accept, decline, contact and complete referrals to the caller's own unit."""

READ = "referrals:read"
"""Read the referrals that the caller's own unit sends or receives."""
