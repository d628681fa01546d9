"""The scopes of the statistics service."""

READ_PUBLISHED = "statistics:read-published"
"""Read the published tables; everybody has it, also without login."""

READ_OWN = "statistics:read-own"
"""Read the exact figures of the centre at which the caller's unit works."""

RELEASE = "statistics:release"
"""Release the tables of the caller's own county."""

RECORD = "statistics:record"
"""Enter figures and answers of the centre at which the caller's unit works."""
