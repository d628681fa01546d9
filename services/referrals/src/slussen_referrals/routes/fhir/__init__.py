"""The FHIR R4 surface, under `/referrals/v1/fhir`; its own description is `metadata`."""
