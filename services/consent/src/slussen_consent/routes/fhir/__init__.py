"""The FHIR R4 surface, under `/consent/v1/fhir`; its own description is `metadata`."""
