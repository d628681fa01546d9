"""What a caller may do in the consent service."""

RECORD = "consent:record"
"""Record, change and withdraw consents, by a journal system's events or in a conversation."""

DECIDE = "consent:decide"
"""Ask whether something may be told."""

READ = "consent:read"
"""Read consents and their history."""

RESOLVE = "subjects:resolve"
"""Turn a person's number into the opaque id that everything else uses."""

DESIGNATE = "consent:designate"
"""Designate who assesses harm for the units of one's own authority."""

REVIEW = "consent:review"
"""Review emergency accesses to the own authority's records."""

MERGE = "subjects:merge"
"""Tell that two records are one person's, and undo it."""

PROTECT = "subjects:protect"
"""Tell that a person's data are protected."""

OWN = "consent:own"
"""See the consents in which one has a say as a private person, and answer them."""

RESOLVE_PERSON = "persons:resolve"
"""Turn the numbers that an eID has proved into opaque ids; the gateway alone has it, when somebody logs in."""

SCOPES = (RECORD, DECIDE, READ, RESOLVE, DESIGNATE, REVIEW, MERGE, PROTECT)
