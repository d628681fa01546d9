"""HL7 FHIR R4 (4.0.1): `Consent` in and out, mapped to the consents that are kept here and back."""
