"""HL7 FHIR R4 for any service: datatypes, outcomes, media types, capabilities; no resource and no business word."""
