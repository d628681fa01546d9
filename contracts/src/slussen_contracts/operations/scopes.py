"""The scopes of operators."""

MEND_DEAD_LETTERS = "operations:dead-letters"
"""See the events that services could not take, and let them be tried again."""
