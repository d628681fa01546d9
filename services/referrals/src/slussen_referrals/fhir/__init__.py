"""HL7 FHIR R4 (4.0.1): `ServiceRequest` and `Task`, two views of one referral; both have the referral's id."""
