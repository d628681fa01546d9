"""The operations of agreements. Made by contracts/generate.py; change its sources, not this file."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal, Unpack

from slussen_client.asking import Asker, AsyncAsker
from slussen_client.calls import Answer, Operation, Options, WriteOptions
from slussen_client.models import agreements as models

LIST_RESPONSIBLE_AUTHORITIES = Operation("GET", "/agreements/v1/responsible-authorities", (), ("application/json",), repeatable=True)
REGISTER_RESPONSIBLE_AUTHORITY = Operation("POST", "/agreements/v1/responsible-authorities", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_RESPONSIBLE_AUTHORITY = Operation("GET", "/agreements/v1/responsible-authorities/{authorityId}", (), ("application/json",), repeatable=True)
RENAME_RESPONSIBLE_AUTHORITY = Operation("PUT", "/agreements/v1/responsible-authorities/{authorityId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_BOARDS = Operation("GET", "/agreements/v1/boards", (), ("application/json",), repeatable=True)
REGISTER_BOARD = Operation("POST", "/agreements/v1/boards", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_BOARD = Operation("GET", "/agreements/v1/boards/{boardId}", (), ("application/json",), repeatable=True)
RENAME_BOARD = Operation("PUT", "/agreements/v1/boards/{boardId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_UNITS = Operation("GET", "/agreements/v1/units", (), ("application/json",), repeatable=True)
REGISTER_UNIT = Operation("POST", "/agreements/v1/units", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_UNIT = Operation("GET", "/agreements/v1/units/{unitId}", (), ("application/json",), repeatable=True)
CHANGE_UNIT = Operation("PUT", "/agreements/v1/units/{unitId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_FAMILY_CENTRES = Operation("GET", "/agreements/v1/family-centres", (), ("application/json",), repeatable=True)
REGISTER_FAMILY_CENTRE = Operation("POST", "/agreements/v1/family-centres", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_FAMILY_CENTRE = Operation("GET", "/agreements/v1/family-centres/{centreId}", (), ("application/json",), repeatable=True)
CHANGE_FAMILY_CENTRE = Operation("PUT", "/agreements/v1/family-centres/{centreId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_CLAUSE_CATALOGUE = Operation("GET", "/agreements/v1/clause-catalogue", (), ("application/json",), repeatable=True)
LIST_AGREEMENTS = Operation("GET", "/agreements/v1/agreements", (), ("application/json",), repeatable=True)
DRAFT_AGREEMENT = Operation("POST", "/agreements/v1/agreements", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_AGREEMENT = Operation("GET", "/agreements/v1/agreements/{agreementId}", (), ("application/json",), repeatable=True)
FILL_CLAUSES = Operation("PUT", "/agreements/v1/agreements/{agreementId}/clauses", ("application/json",), ("application/json",), repeatable=True, keyed=True)
SIGN_AGREEMENT = Operation("POST", "/agreements/v1/agreements/{agreementId}/signatures", ("application/json",), ("application/json",), repeatable=True, keyed=True)
ACTIVATE_AGREEMENT = Operation("POST", "/agreements/v1/agreements/{agreementId}/activation", (), ("application/json",), repeatable=True, keyed=True)
END_AGREEMENT = Operation("POST", "/agreements/v1/agreements/{agreementId}/ending", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_CLAUSE_LIBRARY = Operation("GET", "/agreements/v1/clause-library", (), ("application/json",), repeatable=True)
LIST_LIBRARY_EDITIONS = Operation("GET", "/agreements/v1/clause-library/editions", (), ("application/json",), repeatable=True)
LIST_LIBRARY_ADDITIONS = Operation("GET", "/agreements/v1/clause-library/additions", (), ("application/json",), repeatable=True)
ADD_LIBRARY_CLAUSE = Operation("POST", "/agreements/v1/clause-library/additions", ("application/json",), ("application/json",), repeatable=True, keyed=True)
END_LIBRARY_CLAUSE = Operation("POST", "/agreements/v1/clause-library/additions/{additionId}/ending", ("application/json",), ("application/json",), repeatable=True, keyed=True)
FILL_FROM_LIBRARY = Operation("POST", "/agreements/v1/agreements/{agreementId}/template", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_AGREEMENT_KINDS = Operation("GET", "/agreements/v1/agreement-kinds", (), ("application/json",), repeatable=True)
GET_TERMS = Operation("GET", "/agreements/v1/agreements/{agreementId}/terms", (), ("application/json",), repeatable=True)
AGREE_ON_TERMS = Operation("PUT", "/agreements/v1/agreements/{agreementId}/terms", ("application/json",), ("application/json",), repeatable=True, keyed=True)
PLAN_SIGNING = Operation("PUT", "/agreements/v1/agreements/{agreementId}/signing", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_REJECTIONS = Operation("GET", "/agreements/v1/agreements/{agreementId}/rejections", (), ("application/json",), repeatable=True)
REJECT_AGREEMENT = Operation("POST", "/agreements/v1/agreements/{agreementId}/rejections", ("application/json",), ("application/json",), repeatable=True, keyed=True)
RECORD_REVIEW = Operation("POST", "/agreements/v1/agreements/{agreementId}/reviews", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_NOTICES = Operation("GET", "/agreements/v1/agreements/{agreementId}/notices", (), ("application/json",), repeatable=True)
GIVE_NOTICE = Operation("POST", "/agreements/v1/agreements/{agreementId}/notices", ("application/json",), ("application/json",), repeatable=True, keyed=True)
AMEND_AGREEMENT = Operation("POST", "/agreements/v1/agreements/{agreementId}/amendments", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_AGREEMENT_VERSIONS = Operation("GET", "/agreements/v1/agreements/{agreementId}/versions", (), ("application/json",), repeatable=True)
GET_AGREEMENT_DIFFERENCE = Operation("GET", "/agreements/v1/agreements/{agreementId}/versions/{edition}/difference", (), ("application/json",), repeatable=True)
LIST_DISPUTES = Operation("GET", "/agreements/v1/agreements/{agreementId}/disputes", (), ("application/json",), repeatable=True)
REGISTER_DISPUTE = Operation("POST", "/agreements/v1/agreements/{agreementId}/disputes", ("application/json",), ("application/json",), repeatable=True, keyed=True)
SETTLE_DISPUTE = Operation("POST", "/agreements/v1/agreements/{agreementId}/disputes/{disputeId}/outcome", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CHECK_DEVIATIONS = Operation("GET", "/agreements/v1/agreements/{agreementId}/deviations", (), ("application/json",), repeatable=True)
LIST_RENEGOTIATIONS = Operation("GET", "/agreements/v1/agreements/{agreementId}/renegotiations", (), ("application/json",), repeatable=True)
REQUEST_RENEGOTIATION = Operation("POST", "/agreements/v1/agreements/{agreementId}/renegotiations", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CHANGE_RENEGOTIATION = Operation("PUT", "/agreements/v1/agreements/{agreementId}/renegotiations/{requestId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_INFORMATION = Operation("GET", "/agreements/v1/agreements/{agreementId}/information", (), ("application/json",), repeatable=True)
INFORM_PARTIES = Operation("POST", "/agreements/v1/agreements/{agreementId}/information", ("application/json",), ("application/json",), repeatable=True, keyed=True)
ACKNOWLEDGE_INFORMATION = Operation("POST", "/agreements/v1/agreements/{agreementId}/information/{informationId}/receipts", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_AGREEMENT_PDF = Operation("GET", "/agreements/v1/agreements/{agreementId}/document/pdf", (), ("application/pdf",), repeatable=True)
GET_AGREEMENT_DOCX = Operation("GET", "/agreements/v1/agreements/{agreementId}/document/docx", (), ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), repeatable=True)
GET_AGREEMENT_DOCUMENT = Operation("GET", "/agreements/v1/agreements/{agreementId}/document", (), ("application/json",), repeatable=True)
GET_AGREEMENT_SEAL = Operation("GET", "/agreements/v1/agreements/{agreementId}/document/seal", (), ("application/jose",), repeatable=True)
VERIFY_DOCUMENT = Operation("POST", "/agreements/v1/document-verifications", ("application/pdf",), ("application/json",), repeatable=True, keyed=True)
GET_DOCUMENT_KEYS = Operation("GET", "/agreements/v1/document-keys", (), ("application/json",), repeatable=True)
HAND_IN_SIGNED_DOCUMENT = Operation("POST", "/agreements/v1/agreements/{agreementId}/signed-documents", ("application/pdf",), ("application/json",), repeatable=True, keyed=True)
GET_SIGNED_DOCUMENT = Operation("GET", "/agreements/v1/agreements/{agreementId}/signed-documents/{signatureId}", (), ("application/pdf",), repeatable=True)
GET_SIGNATURE_EVIDENCE = Operation("GET", "/agreements/v1/agreements/{agreementId}/signature-evidence", (), ("application/json",), repeatable=True)
GET_SIGNATURE_EVIDENCE_PDF = Operation("GET", "/agreements/v1/agreements/{agreementId}/signature-evidence/pdf", (), ("application/pdf",), repeatable=True)
CHECK_COVERAGE = Operation("POST", "/agreements/v1/coverage-checks", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_COUNTY_OVERVIEW = Operation("GET", "/agreements/v1/county-overview", (), ("application/json",), repeatable=True)
LIST_COUNTY_PROFILES = Operation("GET", "/agreements/v1/county-profiles", (), ("application/json",), repeatable=True)
GET_COUNTY_PROFILE = Operation("GET", "/agreements/v1/county-profiles/{profileId}", (), ("application/json",), repeatable=True)
COMPARE_CLASSIFICATIONS = Operation("POST", "/agreements/v1/classifications", ("application/json",), ("application/json",), repeatable=True, keyed=True)
OPEN_SETTLEMENT = Operation("POST", "/agreements/v1/family-centres/{centreId}/settlements", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_SETTLEMENT_CSV = Operation("GET", "/agreements/v1/family-centres/{centreId}/settlements/{year}/csv", (), ("text/csv",), repeatable=True)
GET_SETTLEMENT_PDF = Operation("GET", "/agreements/v1/family-centres/{centreId}/settlements/{year}/pdf", (), ("application/pdf",), repeatable=True)
GET_SETTLEMENT = Operation("GET", "/agreements/v1/family-centres/{centreId}/settlements/{year}", (), ("application/json",), repeatable=True)
CHANGE_SETTLEMENT = Operation("PUT", "/agreements/v1/family-centres/{centreId}/settlements/{year}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CLOSE_SETTLEMENT = Operation("POST", "/agreements/v1/family-centres/{centreId}/settlements/{year}/closing", (), ("application/json",), repeatable=True, keyed=True)
IMPORT_REGISTER = Operation("POST", "/agreements/v1/register-imports", ("text/csv", "application/json"), ("application/json",), repeatable=True, keyed=True)
EXPORT_REGISTER = Operation("GET", "/agreements/v1/register-exports", (), ("application/json", "text/csv"), repeatable=True)
GET_OPENING_HOURS = Operation("GET", "/agreements/v1/family-centres/{centreId}/opening-hours", (), ("application/json",), repeatable=True)
ENTER_OPENING_HOURS = Operation("PUT", "/agreements/v1/family-centres/{centreId}/opening-hours", ("application/json",), ("application/json",), repeatable=True, keyed=True)
EVALUATE_OPENING_WEEK = Operation("GET", "/agreements/v1/family-centres/{centreId}/opening-hours/weeks/{isoYear}/{isoWeek}", (), ("application/json",), repeatable=True)
GET_ANNUAL_WHEEL = Operation("GET", "/agreements/v1/family-centres/{centreId}/annual-wheel", (), ("application/json",), repeatable=True)
CHANGE_DUTY = Operation("PUT", "/agreements/v1/family-centres/{centreId}/annual-wheel/duties/{key}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_CALENDAR_LINKS = Operation("GET", "/agreements/v1/family-centres/{centreId}/calendar-links", (), ("application/json",), repeatable=True)
MAKE_CALENDAR_LINK = Operation("POST", "/agreements/v1/family-centres/{centreId}/calendar-links", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REVOKE_CALENDAR_LINK = Operation("DELETE", "/agreements/v1/family-centres/{centreId}/calendar-links/{linkId}", (), (), repeatable=True, keyed=True)
GET_CALENDAR = Operation("GET", "/agreements/v1/calendars/{secret}.ics", (), ("text/calendar",), repeatable=True)
GET_LOCAL_TERMS = Operation("GET", "/agreements/v1/family-centres/{centreId}/local-terms", (), ("application/json",), repeatable=True)
ENTER_LOCAL_TERMS = Operation("PUT", "/agreements/v1/family-centres/{centreId}/local-terms", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_STEERING = Operation("GET", "/agreements/v1/family-centres/{centreId}/steering", (), ("application/json",), repeatable=True)
GET_STEERING_SEATS = Operation("GET", "/agreements/v1/family-centres/{centreId}/steering/seats", (), ("application/json",), repeatable=True)
ENTER_STEERING_SEATS = Operation("PUT", "/agreements/v1/family-centres/{centreId}/steering/seats", ("application/json",), ("application/json",), repeatable=True, keyed=True)
RECORD_MEETING = Operation("POST", "/agreements/v1/family-centres/{centreId}/meetings", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REMOVE_MEETING = Operation("DELETE", "/agreements/v1/family-centres/{centreId}/meetings/{meetingId}", (), (), repeatable=True, keyed=True)
LIST_COORDINATOR_APPOINTMENTS = Operation("GET", "/agreements/v1/family-centres/{centreId}/coordinator-appointments", (), ("application/json",), repeatable=True)
APPOINT_COORDINATOR = Operation("POST", "/agreements/v1/family-centres/{centreId}/coordinator-appointments", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CHANGE_COORDINATOR_APPOINTMENT = Operation("PUT", "/agreements/v1/family-centres/{centreId}/coordinator-appointments/{appointmentId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_PLANNED_MEETINGS = Operation("GET", "/agreements/v1/family-centres/{centreId}/planned-meetings", (), ("application/json",), repeatable=True)
PLAN_MEETING = Operation("POST", "/agreements/v1/family-centres/{centreId}/planned-meetings", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_PLANNED_MEETING = Operation("GET", "/agreements/v1/family-centres/{centreId}/planned-meetings/{meetingId}", (), ("application/json",), repeatable=True)
CHANGE_PLANNED_MEETING = Operation("PUT", "/agreements/v1/family-centres/{centreId}/planned-meetings/{meetingId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
RECORD_DECISION = Operation("POST", "/agreements/v1/family-centres/{centreId}/planned-meetings/{meetingId}/decisions", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CLOSE_MINUTES = Operation("POST", "/agreements/v1/family-centres/{centreId}/planned-meetings/{meetingId}/minutes", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_OFFER = Operation("GET", "/agreements/v1/family-centres/{centreId}/offer", (), ("application/json",), repeatable=True)
ENTER_OFFER = Operation("PUT", "/agreements/v1/family-centres/{centreId}/offer", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_PREMISES = Operation("GET", "/agreements/v1/family-centres/{centreId}/premises", (), ("application/json",), repeatable=True)
ENTER_PREMISES = Operation("PUT", "/agreements/v1/family-centres/{centreId}/premises", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_STAFFING = Operation("GET", "/agreements/v1/family-centres/{centreId}/staffing", (), ("application/json",), repeatable=True)
ENTER_STAFFING = Operation("PUT", "/agreements/v1/family-centres/{centreId}/staffing", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_CHECKLISTS = Operation("GET", "/agreements/v1/family-centres/{centreId}/checklists", (), ("application/json",), repeatable=True)
ENTER_CHECKLISTS = Operation("PUT", "/agreements/v1/family-centres/{centreId}/checklists", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_CONFIDENTIALITY_BRIEFINGS = Operation("GET", "/agreements/v1/family-centres/{centreId}/confidentiality-briefings", (), ("application/json",), repeatable=True)
GIVE_CONFIDENTIALITY_BRIEFING = Operation("POST", "/agreements/v1/family-centres/{centreId}/confidentiality-briefings", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REMOVE_CONFIDENTIALITY_BRIEFING = Operation("DELETE", "/agreements/v1/family-centres/{centreId}/confidentiality-briefings/{briefingId}", (), (), repeatable=True, keyed=True)
GET_COUNTY_COOPERATION = Operation("GET", "/agreements/v1/county-cooperation", (), ("application/json",), repeatable=True)
RECORD_COUNTY_MEETING = Operation("POST", "/agreements/v1/county-meetings", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REMOVE_COUNTY_MEETING = Operation("DELETE", "/agreements/v1/county-meetings/{meetingId}", (), (), repeatable=True, keyed=True)
LIST_COUNTY_GOALS = Operation("GET", "/agreements/v1/county-goals", (), ("application/json",), repeatable=True)
DECIDE_COUNTY_GOALS = Operation("POST", "/agreements/v1/county-goals", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_API_INFO = Operation("GET", "/agreements/v1/api-info", (), ("application/json",), repeatable=True)


class Agreements(Asker):
    """The operations of agreements."""

    def list_responsible_authorities(self, *, organisation_number: str | None = None, limit: int | None = None, offset: int | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.PageResponsibleAuthorityRead]:
        """List Authorities. List a county's, or search all."""
        return self._ask(LIST_RESPONSIBLE_AUTHORITIES, query={"organisationNumber": organisation_number, "limit": limit, "offset": offset, "countyCode": county_code}, options=options)

    def iterate_responsible_authorities(self, *, organisation_number: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Iterator[models.ResponsibleAuthorityRead]:
        """List Authorities. List a county's, or search all, one by one over all pages."""
        return self._iterate(LIST_RESPONSIBLE_AUTHORITIES, query={"organisationNumber": organisation_number, "countyCode": county_code}, options=options)

    def register_responsible_authority(self, body: models.ResponsibleAuthorityCreate, **options: Unpack[WriteOptions]) -> Answer[models.ResponsibleAuthorityRead]:
        """Register Authority. Enter a responsible authority of your county in the register."""
        return self._ask(REGISTER_RESPONSIBLE_AUTHORITY, body=body, options=options)

    def get_responsible_authority(self, authority_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.ResponsibleAuthorityRead | models.ResponsibleAuthoritySeen]:
        """Get Authority. Show a responsible authority."""
        return self._ask(GET_RESPONSIBLE_AUTHORITY, path={"authorityId": authority_id}, query={"asOf": as_of}, options=options)

    def rename_responsible_authority(self, authority_id: str, body: models.NameChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ResponsibleAuthorityRead]:
        """Rename Authority. Change an authority's name; its number stays."""
        return self._ask(RENAME_RESPONSIBLE_AUTHORITY, path={"authorityId": authority_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_boards(self, *, authority_id: str | None = None, limit: int | None = None, offset: int | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.PageBoardRead]:
        """List Boards. List the boards of a county or an authority."""
        return self._ask(LIST_BOARDS, query={"authorityId": authority_id, "limit": limit, "offset": offset, "countyCode": county_code}, options=options)

    def iterate_boards(self, *, authority_id: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Iterator[models.BoardRead]:
        """List Boards. List the boards of a county or an authority, one by one over all pages."""
        return self._iterate(LIST_BOARDS, query={"authorityId": authority_id, "countyCode": county_code}, options=options)

    def register_board(self, body: models.BoardCreate, **options: Unpack[WriteOptions]) -> Answer[models.BoardRead]:
        """Register Board. Enter a municipality's board in the register."""
        return self._ask(REGISTER_BOARD, body=body, options=options)

    def get_board(self, board_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.BoardRead | models.BoardSeen]:
        """Get Board. Show a board."""
        return self._ask(GET_BOARD, path={"boardId": board_id}, query={"asOf": as_of}, options=options)

    def rename_board(self, board_id: str, body: models.NameChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.BoardRead]:
        """Rename Board. Change a board's name."""
        return self._ask(RENAME_BOARD, path={"boardId": board_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_units(self, *, hsa_id: str | None = None, as_of: str | None = None, limit: int | None = None, offset: int | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.PageUnitRead | models.PageUnitSeen]:
        """List Units. List a county's units, or search all by HSA-id."""
        return self._ask(LIST_UNITS, query={"hsaId": hsa_id, "asOf": as_of, "limit": limit, "offset": offset, "countyCode": county_code}, options=options)

    def iterate_units(self, *, hsa_id: str | None = None, as_of: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Iterator[models.UnitRead | models.UnitSeen]:
        """List Units. List a county's units, or search all by HSA-id, one by one over all pages."""
        return self._iterate(LIST_UNITS, query={"hsaId": hsa_id, "asOf": as_of, "countyCode": county_code}, options=options)

    def register_unit(self, body: models.UnitCreate, **options: Unpack[WriteOptions]) -> Answer[models.UnitRead]:
        """Register Unit. Enter a unit of your county in the register."""
        return self._ask(REGISTER_UNIT, body=body, options=options)

    def get_unit(self, unit_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.UnitRead | models.UnitSeen]:
        """Get Unit. Show a unit and the centres it works at."""
        return self._ask(GET_UNIT, path={"unitId": unit_id}, query={"asOf": as_of}, options=options)

    def change_unit(self, unit_id: str, body: models.UnitChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.UnitRead]:
        """Change Unit. Change a unit; its HSA-id and its authority stay."""
        return self._ask(CHANGE_UNIT, path={"unitId": unit_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_family_centres(self, *, municipality_code: str | None = None, as_of: str | None = None, limit: int | None = None, offset: int | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.PageFamilyCentreRead | models.PageFamilyCentreSeen]:
        """List Centres. List a county's or a municipality's family centres."""
        return self._ask(LIST_FAMILY_CENTRES, query={"municipalityCode": municipality_code, "asOf": as_of, "limit": limit, "offset": offset, "countyCode": county_code}, options=options)

    def iterate_family_centres(self, *, municipality_code: str | None = None, as_of: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Iterator[models.FamilyCentreRead | models.FamilyCentreSeen]:
        """List Centres. List a county's or a municipality's family centres, one by one over all pages."""
        return self._iterate(LIST_FAMILY_CENTRES, query={"municipalityCode": municipality_code, "asOf": as_of, "countyCode": county_code}, options=options)

    def register_family_centre(self, body: models.FamilyCentreWrite, **options: Unpack[WriteOptions]) -> Answer[models.FamilyCentreRead]:
        """Register Centre. Enter a family centre with its activities."""
        return self._ask(REGISTER_FAMILY_CENTRE, body=body, options=options)

    def get_family_centre(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.FamilyCentreRead | models.FamilyCentreSeen]:
        """Get Centre. Show a centre and what it is under its profile."""
        return self._ask(GET_FAMILY_CENTRE, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    def change_family_centre(self, centre_id: str, body: models.FamilyCentreWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.FamilyCentreRead]:
        """Change Centre. Change a family centre."""
        return self._ask(CHANGE_FAMILY_CENTRE, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def get_clause_catalogue(self, *, profile_id: str, **options: Unpack[Options]) -> Answer[models.ClauseCatalogue]:
        """Get Clause Catalogue. Show the clauses that a profile requires."""
        return self._ask(GET_CLAUSE_CATALOGUE, query={"profileId": profile_id}, options=options)

    def list_agreements(self, *, centre_id: str | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageAgreementRead]:
        """List Agreements. List the agreements that your authority is a party to."""
        return self._ask(LIST_AGREEMENTS, query={"centreId": centre_id, "limit": limit, "offset": offset}, options=options)

    def iterate_agreements(self, *, centre_id: str | None = None, **options: Unpack[Options]) -> Iterator[models.AgreementRead]:
        """List Agreements. List the agreements that your authority is a party to, one by one over all
        pages.
        """
        return self._iterate(LIST_AGREEMENTS, query={"centreId": centre_id}, options=options)

    def draft_agreement(self, body: models.AgreementCreate, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Draft Agreement. Draft an agreement for a centre."""
        return self._ask(DRAFT_AGREEMENT, body=body, options=options)

    def get_agreement(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.AgreementRead]:
        """Get Agreement. Show an agreement and what it lacks."""
        return self._ask(GET_AGREEMENT, path={"agreementId": agreement_id}, options=options)

    def fill_clauses(self, agreement_id: str, body: models.ClausesWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Fill Clauses. Replace the clauses; own headings may be added."""
        return self._ask(FILL_CLAUSES, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def sign_agreement(self, agreement_id: str, body: models.SignatureWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Sign Agreement. Sign for your authority the version that you read."""
        return self._ask(SIGN_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def activate_agreement(self, agreement_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Activate Agreement. Put the agreement into force; what is missing is named."""
        return self._ask(ACTIVATE_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, options=options)

    def end_agreement(self, agreement_id: str, body: models.EndingWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """End Agreement. End the agreement when its last day has come."""
        return self._ask(END_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def get_clause_library(self, *, profile_id: str, kind: models.AgreementKind | None = None, on: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.ClauseLibraryRead]:
        """Get Clause Library. Show a county's texts for an agreement."""
        return self._ask(GET_CLAUSE_LIBRARY, query={"profileId": profile_id, "kind": kind, "on": on, "countyCode": county_code}, options=options)

    def list_library_editions(self, *, profile_id: str, **options: Unpack[Options]) -> Answer[models.LibraryEditions]:
        """List Editions. Show the library's editions and their days."""
        return self._ask(LIST_LIBRARY_EDITIONS, query={"profileId": profile_id}, options=options)

    def list_library_additions(self, *, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.AdditionList]:
        """List Additions. Show all that a county has added."""
        return self._ask(LIST_LIBRARY_ADDITIONS, query={"countyCode": county_code}, options=options)

    def add_library_clause(self, body: models.AdditionCreate, **options: Unpack[WriteOptions]) -> Answer[models.AdditionRead]:
        """Add Clause. Add a clause to the county's library."""
        return self._ask(ADD_LIBRARY_CLAUSE, body=body, options=options)

    def end_library_clause(self, addition_id: str, body: models.AdditionEnding, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AdditionRead]:
        """End Clause. Give an addition its last day."""
        return self._ask(END_LIBRARY_CLAUSE, path={"additionId": addition_id}, headers={"if-match": if_match}, body=body, options=options)

    def fill_from_library(self, agreement_id: str, body: models.TemplateWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Fill From Library. Fill a draft's empty clauses from the library."""
        return self._ask(FILL_FROM_LIBRARY, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_agreement_kinds(self, *, profile_id: str, **options: Unpack[Options]) -> Answer[models.AgreementKinds]:
        """List Agreement Kinds. Show the kinds of agreement of a profile."""
        return self._ask(LIST_AGREEMENT_KINDS, query={"profileId": profile_id}, options=options)

    def get_terms(self, agreement_id: str, *, on: str | None = None, **options: Unpack[Options]) -> Answer[models.TermsRead]:
        """Get Terms. Show notice, disputes, copies and revision."""
        return self._ask(GET_TERMS, path={"agreementId": agreement_id}, query={"on": on}, options=options)

    def agree_on_terms(self, agreement_id: str, body: models.TermsWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Agree On Terms. Replace what is agreed beside the clauses."""
        return self._ask(AGREE_ON_TERMS, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def plan_signing(self, agreement_id: str, body: models.SigningWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Plan Signing. Say in which order to sign, and by when."""
        return self._ask(PLAN_SIGNING, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_rejections(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.RejectionList]:
        """List Rejections. Show which wordings were rejected, and why."""
        return self._ask(LIST_REJECTIONS, path={"agreementId": agreement_id}, options=options)

    def reject_agreement(self, agreement_id: str, body: models.RejectionWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.RejectionRead]:
        """Reject Agreement. Reject the wording for your authority, with a reason."""
        return self._ask(REJECT_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def record_review(self, agreement_id: str, body: models.ReviewWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Record Review. Record that the parties have looked over the agreement."""
        return self._ask(RECORD_REVIEW, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_notices(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.NoticeList]:
        """List Notices. Show the notice given and the agreement's last day."""
        return self._ask(LIST_NOTICES, path={"agreementId": agreement_id}, options=options)

    def give_notice(self, agreement_id: str, body: models.NoticeWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.NoticeList]:
        """Give Notice. To withdraw notice, which takes all parties, is not in this version."""
        return self._ask(GIVE_NOTICE, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def amend_agreement(self, agreement_id: str, body: models.AmendmentWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Amend Agreement. Draft a new edition."""
        return self._ask(AMEND_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_agreement_versions(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.EditionList]:
        """List Versions. Show all editions of the agreement."""
        return self._ask(LIST_AGREEMENT_VERSIONS, path={"agreementId": agreement_id}, options=options)

    def get_agreement_difference(self, agreement_id: str, edition: int, **options: Unpack[Options]) -> Answer[models.DifferenceRead]:
        """Get Difference. Show what differs: clauses and terms."""
        return self._ask(GET_AGREEMENT_DIFFERENCE, path={"agreementId": agreement_id, "edition": edition}, options=options)

    def list_disputes(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.DisputeList]:
        """List Disputes. Show the agreement's disputes."""
        return self._ask(LIST_DISPUTES, path={"agreementId": agreement_id}, options=options)

    def register_dispute(self, agreement_id: str, body: models.DisputeWrite, **options: Unpack[WriteOptions]) -> Answer[models.DisputeRead]:
        """Register Dispute. Register a dispute; who settles it is shown."""
        return self._ask(REGISTER_DISPUTE, path={"agreementId": agreement_id}, body=body, options=options)

    def settle_dispute(self, agreement_id: str, dispute_id: str, body: models.DisputeOutcomeWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DisputeRead]:
        """Settle Dispute. Record how the dispute was settled."""
        return self._ask(SETTLE_DISPUTE, path={"agreementId": agreement_id, "disputeId": dispute_id}, headers={"if-match": if_match}, body=body, options=options)

    def check_deviations(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.DeviationsRead]:
        """Check Deviations. Show deviations, checked."""
        return self._ask(CHECK_DEVIATIONS, path={"agreementId": agreement_id}, options=options)

    def list_renegotiations(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.RenegotiationList]:
        """List Renegotiations. Show the requests for negotiation and where they stand."""
        return self._ask(LIST_RENEGOTIATIONS, path={"agreementId": agreement_id}, options=options)

    def request_renegotiation(self, agreement_id: str, body: models.RenegotiationCreate, **options: Unpack[WriteOptions]) -> Answer[models.RenegotiationRead]:
        """Request Renegotiation. Ask for negotiation of the terms."""
        return self._ask(REQUEST_RENEGOTIATION, path={"agreementId": agreement_id}, body=body, options=options)

    def change_renegotiation(self, agreement_id: str, request_id: str, body: models.RenegotiationChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.RenegotiationRead]:
        """Change Renegotiation. Say where the negotiation has come."""
        return self._ask(CHANGE_RENEGOTIATION, path={"agreementId": agreement_id, "requestId": request_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_information(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.InformationList]:
        """List Information. Show what parties told, and who has read it."""
        return self._ask(LIST_INFORMATION, path={"agreementId": agreement_id}, options=options)

    def inform_parties(self, agreement_id: str, body: models.InformationCreate, **options: Unpack[WriteOptions]) -> Answer[models.InformationRead]:
        """Inform Parties. Tell the other parties of a planned measure."""
        return self._ask(INFORM_PARTIES, path={"agreementId": agreement_id}, body=body, options=options)

    def acknowledge_information(self, agreement_id: str, information_id: str, body: models.ReceiptCreate, **options: Unpack[WriteOptions]) -> Answer[models.InformationRead]:
        """Acknowledge Information. Confirm that a party has taken part of it."""
        return self._ask(ACKNOWLEDGE_INFORMATION, path={"agreementId": agreement_id, "informationId": information_id}, body=body, options=options)

    def get_agreement_pdf(self, agreement_id: str, *, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Agreement Pdf. Get the agreement as accessible PDF."""
        return self._ask(GET_AGREEMENT_PDF, path={"agreementId": agreement_id}, query={"language": language}, options=options)

    def get_agreement_docx(self, agreement_id: str, *, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Agreement Docx. Get the agreement as DOCX, to work on."""
        return self._ask(GET_AGREEMENT_DOCX, path={"agreementId": agreement_id}, query={"language": language}, options=options)

    def get_agreement_document(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.DocumentRead]:
        """Get Agreement Document. Show the document's digests and seal."""
        return self._ask(GET_AGREEMENT_DOCUMENT, path={"agreementId": agreement_id}, options=options)

    def get_agreement_seal(self, agreement_id: str, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Agreement Seal. Get the seal as a file beside the document."""
        return self._ask(GET_AGREEMENT_SEAL, path={"agreementId": agreement_id}, options=options)

    def verify_document(self, body: bytes, **options: Unpack[WriteOptions]) -> Answer[models.DocumentVerification]:
        """Verify Document. Tell which agreement a file is."""
        return self._ask(VERIFY_DOCUMENT, body=body, options=options)

    def get_document_keys(self, **options: Unpack[Options]) -> Answer[models.DocumentKeys]:
        """Get Document Keys. Show the public keys by which seals are checked."""
        return self._ask(GET_DOCUMENT_KEYS, options=options)

    def hand_in_signed_document(self, agreement_id: str, body: bytes, *, role: str | None = None, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Hand In Signed Document. Hand in the document as signed outside Slussen. Filen ska vara byte för
        byte den som hämtades, med underskriften tillagd. / It must be what was fetched, signed.
        """
        return self._ask(HAND_IN_SIGNED_DOCUMENT, path={"agreementId": agreement_id}, query={"role": role}, headers={"if-match": if_match}, body=body, options=options)

    def get_signed_document(self, agreement_id: str, signature_id: str, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Signed Document. Get the file that a party signed outside Slussen."""
        return self._ask(GET_SIGNED_DOCUMENT, path={"agreementId": agreement_id, "signatureId": signature_id}, options=options)

    def get_signature_evidence(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.SignatureEvidenceList]:
        """Get Signature Evidence. Show who signed, when, over what, how surely."""
        return self._ask(GET_SIGNATURE_EVIDENCE, path={"agreementId": agreement_id}, options=options)

    def get_signature_evidence_pdf(self, agreement_id: str, *, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Signature Evidence Pdf. Get the evidence of signatures as accessible PDF."""
        return self._ask(GET_SIGNATURE_EVIDENCE_PDF, path={"agreementId": agreement_id}, query={"language": language}, options=options)

    def check_coverage(self, body: models.CoverageCheck, **options: Unpack[WriteOptions]) -> Answer[models.CoverageAnswer]:
        """Check Coverage. Ask whether two units' collaboration is covered."""
        return self._ask(CHECK_COVERAGE, body=body, options=options)

    def get_county_overview(self, **options: Unpack[Options]) -> Answer[models.CountyOverviewRead]:
        """Get County Overview. Show how the county stands."""
        return self._ask(GET_COUNTY_OVERVIEW, options=options)

    def list_county_profiles(self, **options: Unpack[Options]) -> Answer[models.ProfileList]:
        """List Profiles. List the county profiles and their versions."""
        return self._ask(LIST_COUNTY_PROFILES, options=options)

    def get_county_profile(self, profile_id: str, *, on: str | None = None, **options: Unpack[Options]) -> Answer[models.ProfileRead]:
        """Get Profile. Show every value."""
        return self._ask(GET_COUNTY_PROFILE, path={"profileId": profile_id}, query={"on": on}, options=options)

    def compare_classifications(self, body: models.CentreFactsWrite, **options: Unpack[WriteOptions]) -> Answer[models.WhatIfComparison]:
        """Compare. Try what a centre would be, and why."""
        return self._ask(COMPARE_CLASSIFICATIONS, body=body, options=options)

    def open_settlement(self, centre_id: str, body: models.SettlementCreate, **options: Unpack[WriteOptions]) -> Answer[models.SettlementRead]:
        """Open Settlement. Open a centre's settlement of a year."""
        return self._ask(OPEN_SETTLEMENT, path={"centreId": centre_id}, body=body, options=options)

    def get_settlement_csv(self, centre_id: str, year: int, **options: Unpack[Options]) -> Answer[str]:
        """Get Settlement Csv. Get the settlement as CSV, with the same figures."""
        return self._ask(GET_SETTLEMENT_CSV, path={"centreId": centre_id, "year": year}, options=options)

    def get_settlement_pdf(self, centre_id: str, year: int, *, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Settlement Pdf. Get the settlement as accessible PDF."""
        return self._ask(GET_SETTLEMENT_PDF, path={"centreId": centre_id, "year": year}, query={"language": language}, options=options)

    def get_settlement(self, centre_id: str, year: int, **options: Unpack[Options]) -> Answer[models.SettlementRead]:
        """Get Settlement. Show the settlement: what each bears, to the öre."""
        return self._ask(GET_SETTLEMENT, path={"centreId": centre_id, "year": year}, options=options)

    def change_settlement(self, centre_id: str, year: int, body: models.SettlementChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.SettlementRead]:
        """Change Settlement. Replace what the settlement is computed from."""
        return self._ask(CHANGE_SETTLEMENT, path={"centreId": centre_id, "year": year}, headers={"if-match": if_match}, body=body, options=options)

    def close_settlement(self, centre_id: str, year: int, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.SettlementRead]:
        """Close Settlement. Close the settlement; it does not change after that."""
        return self._ask(CLOSE_SETTLEMENT, path={"centreId": centre_id, "year": year}, headers={"if-match": if_match}, options=options)

    def import_register(self, body: str | dict[str, Any], *, dry_run: bool | None = None, kind: models.RegisterKind | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ImportReport]:
        """Import Register. Import, all or nothing."""
        return self._ask(IMPORT_REGISTER, query={"dryRun": dry_run, "kind": kind}, body=body, options=options)

    def export_register(self, *, kind: models.RegisterKind | None = None, format: models.FileFormat | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.RegisterFile | str]:
        """Export Register. Get the register as a file that can be imported again."""
        return self._ask(EXPORT_REGISTER, query={"kind": kind, "format": format, "countyCode": county_code}, options=options)

    def get_opening_hours(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.OpeningHoursRead]:
        """Get Hours. Show the centre's hours as they are entered."""
        return self._ask(GET_OPENING_HOURS, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    def enter_opening_hours(self, centre_id: str, body: models.OpeningHoursWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OpeningHoursRead]:
        """Put Hours. Enter all of the hours."""
        return self._ask(ENTER_OPENING_HOURS, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def evaluate_opening_week(self, iso_year: int, iso_week: int, centre_id: str, **options: Unpack[Options]) -> Answer[models.OpeningWeekRead]:
        """Get Week. Evaluate a week's joint hours."""
        return self._ask(EVALUATE_OPENING_WEEK, path={"isoYear": iso_year, "isoWeek": iso_week, "centreId": centre_id}, options=options)

    def get_annual_wheel(self, centre_id: str, *, year: int, **options: Unpack[Options]) -> Answer[models.AnnualWheelRead]:
        """Get Wheel. Show a year's duties, month by month."""
        return self._ask(GET_ANNUAL_WHEEL, path={"centreId": centre_id}, query={"year": year}, options=options)

    def change_duty(self, key: str, centre_id: str, body: models.DutyChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DutyRead]:
        """Put Duty. Mark a duty as done, or not."""
        return self._ask(CHANGE_DUTY, path={"key": key, "centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_calendar_links(self, centre_id: str, **options: Unpack[Options]) -> Answer[list[models.CalendarLinkRead]]:
        """List Links. List the centre's calendar links, without secrets."""
        return self._ask(LIST_CALENDAR_LINKS, path={"centreId": centre_id}, options=options)

    def make_calendar_link(self, centre_id: str, body: models.CalendarLinkCreate, **options: Unpack[WriteOptions]) -> Answer[models.CalendarLinkMade]:
        """Make Link. Make a secret calendar link, shown this once."""
        return self._ask(MAKE_CALENDAR_LINK, path={"centreId": centre_id}, body=body, options=options)

    def revoke_calendar_link(self, link_id: str, centre_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Revoke Link. Revoke a calendar link."""
        return self._ask(REVOKE_CALENDAR_LINK, path={"linkId": link_id, "centreId": centre_id}, options=options)

    def get_calendar(self, secret: str, *, if_none_match: str | None = None, **options: Unpack[Options]) -> Answer[str]:
        """Get Calendar. Subscribe to a centre's wheel by a secret link."""
        return self._ask(GET_CALENDAR, path={"secret": secret}, headers={"if-none-match": if_none_match}, options=options)

    def get_local_terms(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.LocalTermsRead]:
        """Get Local Terms. Show what the county leaves to the agreement."""
        return self._ask(GET_LOCAL_TERMS, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    def enter_local_terms(self, centre_id: str, body: models.LocalTermsWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.LocalTermsRead]:
        """Put Local Terms. Enter what the local agreement says."""
        return self._ask(ENTER_LOCAL_TERMS, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def get_steering(self, centre_id: str, *, year: int, **options: Unpack[Options]) -> Answer[models.SteeringRead]:
        """Get Steering. Show a year of steering against the county's minimums."""
        return self._ask(GET_STEERING, path={"centreId": centre_id}, query={"year": year}, options=options)

    def get_steering_seats(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.SeatsRead]:
        """Get Seats. Show the steering group's seats."""
        return self._ask(GET_STEERING_SEATS, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    def enter_steering_seats(self, centre_id: str, body: models.SeatsWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.SeatsRead]:
        """Put Seats. Enter which seats are filled."""
        return self._ask(ENTER_STEERING_SEATS, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def record_meeting(self, centre_id: str, body: models.MeetingCreate, **options: Unpack[WriteOptions]) -> Answer[models.MeetingRead]:
        """Record Meeting. Record a meeting that was held."""
        return self._ask(RECORD_MEETING, path={"centreId": centre_id}, body=body, options=options)

    def remove_meeting(self, meeting_id: str, centre_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Meeting. Remove a meeting that was entered by mistake."""
        return self._ask(REMOVE_MEETING, path={"meetingId": meeting_id, "centreId": centre_id}, options=options)

    def list_coordinator_appointments(self, centre_id: str, **options: Unpack[Options]) -> Answer[list[models.AppointmentRead]]:
        """List Appointments. List the coordinators' appointments."""
        return self._ask(LIST_COORDINATOR_APPOINTMENTS, path={"centreId": centre_id}, options=options)

    def appoint_coordinator(self, centre_id: str, body: models.AppointmentCreate, **options: Unpack[WriteOptions]) -> Answer[models.AppointmentRead]:
        """Appoint a coordinator."""
        return self._ask(APPOINT_COORDINATOR, path={"centreId": centre_id}, body=body, options=options)

    def change_coordinator_appointment(self, appointment_id: str, centre_id: str, body: models.AppointmentChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AppointmentRead]:
        """Change Appointment. Change an appointment."""
        return self._ask(CHANGE_COORDINATOR_APPOINTMENT, path={"appointmentId": appointment_id, "centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_planned_meetings(self, centre_id: str, *, year: int, **options: Unpack[Options]) -> Answer[models.PlannedMeetingList]:
        """List Meetings. List a year's planned meetings."""
        return self._ask(LIST_PLANNED_MEETINGS, path={"centreId": centre_id}, query={"year": year}, options=options)

    def plan_meeting(self, centre_id: str, body: models.PlannedMeetingWrite, **options: Unpack[WriteOptions]) -> Answer[models.PlannedMeetingRead]:
        """Plan Meeting. Plan a meeting; its agenda builds itself."""
        return self._ask(PLAN_MEETING, path={"centreId": centre_id}, body=body, options=options)

    def get_planned_meeting(self, meeting_id: str, centre_id: str, **options: Unpack[Options]) -> Answer[models.PreparedMeetingRead]:
        """Get Meeting. Show a meeting with its agenda and decisions."""
        return self._ask(GET_PLANNED_MEETING, path={"meetingId": meeting_id, "centreId": centre_id}, options=options)

    def change_planned_meeting(self, meeting_id: str, centre_id: str, body: models.PlannedMeetingWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.PlannedMeetingRead]:
        """Change Meeting. Move a meeting or change its place."""
        return self._ask(CHANGE_PLANNED_MEETING, path={"meetingId": meeting_id, "centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def record_decision(self, meeting_id: str, centre_id: str, body: models.DecisionCreate, **options: Unpack[WriteOptions]) -> Answer[models.DecisionRead]:
        """Record Decision. Record a decision; with a day, a duty."""
        return self._ask(RECORD_DECISION, path={"meetingId": meeting_id, "centreId": centre_id}, body=body, options=options)

    def close_minutes(self, meeting_id: str, centre_id: str, body: models.MinutesWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.PlannedMeetingRead]:
        """Close Minutes. Close the minutes; the meeting counts."""
        return self._ask(CLOSE_MINUTES, path={"meetingId": meeting_id, "centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def get_offer(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.OfferRead]:
        """Get Offer. Show what the centre offers."""
        return self._ask(GET_OFFER, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    def enter_offer(self, centre_id: str, body: models.OfferWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OfferRead]:
        """Put Offer. Enter all that the centre offers."""
        return self._ask(ENTER_OFFER, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def get_premises(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.PremisesRead]:
        """Get Premises. Show the premises and what they lack."""
        return self._ask(GET_PREMISES, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    def enter_premises(self, centre_id: str, body: models.PremisesWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.PremisesRead]:
        """Put Premises. Enter the premises."""
        return self._ask(ENTER_PREMISES, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def get_staffing(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.StaffingRead]:
        """Get Staffing. Show the staffing by profession on a day."""
        return self._ask(GET_STAFFING, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    def enter_staffing(self, centre_id: str, body: models.StaffingWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.StaffingRead]:
        """Put Staffing. Enter all posts, with their days."""
        return self._ask(ENTER_STAFFING, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def get_checklists(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.ChecklistsRead]:
        """Get Checklists. Show the county's checklists and where the centre stands."""
        return self._ask(GET_CHECKLISTS, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    def enter_checklists(self, centre_id: str, body: models.ChecklistsWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ChecklistsRead]:
        """Put Checklists. Enter where the centre stands on each point."""
        return self._ask(ENTER_CHECKLISTS, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_confidentiality_briefings(self, centre_id: str, **options: Unpack[Options]) -> Answer[models.Briefings]:
        """List Briefings. Show who has been briefed on confidentiality."""
        return self._ask(LIST_CONFIDENTIALITY_BRIEFINGS, path={"centreId": centre_id}, options=options)

    def give_confidentiality_briefing(self, centre_id: str, body: models.BriefingCreate, **options: Unpack[WriteOptions]) -> Answer[models.Briefings]:
        """Give Briefing. Record a briefing on confidentiality."""
        return self._ask(GIVE_CONFIDENTIALITY_BRIEFING, path={"centreId": centre_id}, body=body, options=options)

    def remove_confidentiality_briefing(self, briefing_id: str, centre_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Briefing. Remove a briefing that was entered by mistake."""
        return self._ask(REMOVE_CONFIDENTIALITY_BRIEFING, path={"briefingId": briefing_id, "centreId": centre_id}, options=options)

    def get_county_cooperation(self, *, year: int, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.CountyCooperationRead]:
        """Get County Cooperation. Show a year of the county's meetings and goals."""
        return self._ask(GET_COUNTY_COOPERATION, query={"year": year, "countyCode": county_code}, options=options)

    def record_county_meeting(self, body: models.CountyMeetingCreate, **options: Unpack[WriteOptions]) -> Answer[models.CountyMeetingRead]:
        """Record Meeting. Record that a body of the county met."""
        return self._ask(RECORD_COUNTY_MEETING, body=body, options=options)

    def remove_county_meeting(self, meeting_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Meeting. Remove a meeting that was entered by mistake."""
        return self._ask(REMOVE_COUNTY_MEETING, path={"meetingId": meeting_id}, options=options)

    def list_county_goals(self, *, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.CountyGoalsList]:
        """List Goals. Show the county's goals, the newest first."""
        return self._ask(LIST_COUNTY_GOALS, query={"countyCode": county_code}, options=options)

    def decide_county_goals(self, body: models.CountyGoalsCreate, **options: Unpack[WriteOptions]) -> Answer[models.CountyGoalsRead]:
        """Decide Goals. Record the county's goals as decided on."""
        return self._ask(DECIDE_COUNTY_GOALS, body=body, options=options)

    def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return self._ask(GET_API_INFO, options=options)



class AsyncAgreements(AsyncAsker):
    """The operations of agreements, to be awaited."""

    async def list_responsible_authorities(self, *, organisation_number: str | None = None, limit: int | None = None, offset: int | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.PageResponsibleAuthorityRead]:
        """List Authorities. List a county's, or search all."""
        return await self._ask(LIST_RESPONSIBLE_AUTHORITIES, query={"organisationNumber": organisation_number, "limit": limit, "offset": offset, "countyCode": county_code}, options=options)

    def iterate_responsible_authorities(self, *, organisation_number: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.ResponsibleAuthorityRead]:
        """List Authorities. List a county's, or search all, one by one over all pages."""
        return self._iterate(LIST_RESPONSIBLE_AUTHORITIES, query={"organisationNumber": organisation_number, "countyCode": county_code}, options=options)

    async def register_responsible_authority(self, body: models.ResponsibleAuthorityCreate, **options: Unpack[WriteOptions]) -> Answer[models.ResponsibleAuthorityRead]:
        """Register Authority. Enter a responsible authority of your county in the register."""
        return await self._ask(REGISTER_RESPONSIBLE_AUTHORITY, body=body, options=options)

    async def get_responsible_authority(self, authority_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.ResponsibleAuthorityRead | models.ResponsibleAuthoritySeen]:
        """Get Authority. Show a responsible authority."""
        return await self._ask(GET_RESPONSIBLE_AUTHORITY, path={"authorityId": authority_id}, query={"asOf": as_of}, options=options)

    async def rename_responsible_authority(self, authority_id: str, body: models.NameChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ResponsibleAuthorityRead]:
        """Rename Authority. Change an authority's name; its number stays."""
        return await self._ask(RENAME_RESPONSIBLE_AUTHORITY, path={"authorityId": authority_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_boards(self, *, authority_id: str | None = None, limit: int | None = None, offset: int | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.PageBoardRead]:
        """List Boards. List the boards of a county or an authority."""
        return await self._ask(LIST_BOARDS, query={"authorityId": authority_id, "limit": limit, "offset": offset, "countyCode": county_code}, options=options)

    def iterate_boards(self, *, authority_id: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.BoardRead]:
        """List Boards. List the boards of a county or an authority, one by one over all pages."""
        return self._iterate(LIST_BOARDS, query={"authorityId": authority_id, "countyCode": county_code}, options=options)

    async def register_board(self, body: models.BoardCreate, **options: Unpack[WriteOptions]) -> Answer[models.BoardRead]:
        """Register Board. Enter a municipality's board in the register."""
        return await self._ask(REGISTER_BOARD, body=body, options=options)

    async def get_board(self, board_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.BoardRead | models.BoardSeen]:
        """Get Board. Show a board."""
        return await self._ask(GET_BOARD, path={"boardId": board_id}, query={"asOf": as_of}, options=options)

    async def rename_board(self, board_id: str, body: models.NameChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.BoardRead]:
        """Rename Board. Change a board's name."""
        return await self._ask(RENAME_BOARD, path={"boardId": board_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_units(self, *, hsa_id: str | None = None, as_of: str | None = None, limit: int | None = None, offset: int | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.PageUnitRead | models.PageUnitSeen]:
        """List Units. List a county's units, or search all by HSA-id."""
        return await self._ask(LIST_UNITS, query={"hsaId": hsa_id, "asOf": as_of, "limit": limit, "offset": offset, "countyCode": county_code}, options=options)

    def iterate_units(self, *, hsa_id: str | None = None, as_of: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.UnitRead | models.UnitSeen]:
        """List Units. List a county's units, or search all by HSA-id, one by one over all pages."""
        return self._iterate(LIST_UNITS, query={"hsaId": hsa_id, "asOf": as_of, "countyCode": county_code}, options=options)

    async def register_unit(self, body: models.UnitCreate, **options: Unpack[WriteOptions]) -> Answer[models.UnitRead]:
        """Register Unit. Enter a unit of your county in the register."""
        return await self._ask(REGISTER_UNIT, body=body, options=options)

    async def get_unit(self, unit_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.UnitRead | models.UnitSeen]:
        """Get Unit. Show a unit and the centres it works at."""
        return await self._ask(GET_UNIT, path={"unitId": unit_id}, query={"asOf": as_of}, options=options)

    async def change_unit(self, unit_id: str, body: models.UnitChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.UnitRead]:
        """Change Unit. Change a unit; its HSA-id and its authority stay."""
        return await self._ask(CHANGE_UNIT, path={"unitId": unit_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_family_centres(self, *, municipality_code: str | None = None, as_of: str | None = None, limit: int | None = None, offset: int | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.PageFamilyCentreRead | models.PageFamilyCentreSeen]:
        """List Centres. List a county's or a municipality's family centres."""
        return await self._ask(LIST_FAMILY_CENTRES, query={"municipalityCode": municipality_code, "asOf": as_of, "limit": limit, "offset": offset, "countyCode": county_code}, options=options)

    def iterate_family_centres(self, *, municipality_code: str | None = None, as_of: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.FamilyCentreRead | models.FamilyCentreSeen]:
        """List Centres. List a county's or a municipality's family centres, one by one over all pages."""
        return self._iterate(LIST_FAMILY_CENTRES, query={"municipalityCode": municipality_code, "asOf": as_of, "countyCode": county_code}, options=options)

    async def register_family_centre(self, body: models.FamilyCentreWrite, **options: Unpack[WriteOptions]) -> Answer[models.FamilyCentreRead]:
        """Register Centre. Enter a family centre with its activities."""
        return await self._ask(REGISTER_FAMILY_CENTRE, body=body, options=options)

    async def get_family_centre(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.FamilyCentreRead | models.FamilyCentreSeen]:
        """Get Centre. Show a centre and what it is under its profile."""
        return await self._ask(GET_FAMILY_CENTRE, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    async def change_family_centre(self, centre_id: str, body: models.FamilyCentreWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.FamilyCentreRead]:
        """Change Centre. Change a family centre."""
        return await self._ask(CHANGE_FAMILY_CENTRE, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def get_clause_catalogue(self, *, profile_id: str, **options: Unpack[Options]) -> Answer[models.ClauseCatalogue]:
        """Get Clause Catalogue. Show the clauses that a profile requires."""
        return await self._ask(GET_CLAUSE_CATALOGUE, query={"profileId": profile_id}, options=options)

    async def list_agreements(self, *, centre_id: str | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageAgreementRead]:
        """List Agreements. List the agreements that your authority is a party to."""
        return await self._ask(LIST_AGREEMENTS, query={"centreId": centre_id, "limit": limit, "offset": offset}, options=options)

    def iterate_agreements(self, *, centre_id: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.AgreementRead]:
        """List Agreements. List the agreements that your authority is a party to, one by one over all
        pages.
        """
        return self._iterate(LIST_AGREEMENTS, query={"centreId": centre_id}, options=options)

    async def draft_agreement(self, body: models.AgreementCreate, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Draft Agreement. Draft an agreement for a centre."""
        return await self._ask(DRAFT_AGREEMENT, body=body, options=options)

    async def get_agreement(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.AgreementRead]:
        """Get Agreement. Show an agreement and what it lacks."""
        return await self._ask(GET_AGREEMENT, path={"agreementId": agreement_id}, options=options)

    async def fill_clauses(self, agreement_id: str, body: models.ClausesWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Fill Clauses. Replace the clauses; own headings may be added."""
        return await self._ask(FILL_CLAUSES, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def sign_agreement(self, agreement_id: str, body: models.SignatureWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Sign Agreement. Sign for your authority the version that you read."""
        return await self._ask(SIGN_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def activate_agreement(self, agreement_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Activate Agreement. Put the agreement into force; what is missing is named."""
        return await self._ask(ACTIVATE_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, options=options)

    async def end_agreement(self, agreement_id: str, body: models.EndingWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """End Agreement. End the agreement when its last day has come."""
        return await self._ask(END_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def get_clause_library(self, *, profile_id: str, kind: models.AgreementKind | None = None, on: str | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.ClauseLibraryRead]:
        """Get Clause Library. Show a county's texts for an agreement."""
        return await self._ask(GET_CLAUSE_LIBRARY, query={"profileId": profile_id, "kind": kind, "on": on, "countyCode": county_code}, options=options)

    async def list_library_editions(self, *, profile_id: str, **options: Unpack[Options]) -> Answer[models.LibraryEditions]:
        """List Editions. Show the library's editions and their days."""
        return await self._ask(LIST_LIBRARY_EDITIONS, query={"profileId": profile_id}, options=options)

    async def list_library_additions(self, *, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.AdditionList]:
        """List Additions. Show all that a county has added."""
        return await self._ask(LIST_LIBRARY_ADDITIONS, query={"countyCode": county_code}, options=options)

    async def add_library_clause(self, body: models.AdditionCreate, **options: Unpack[WriteOptions]) -> Answer[models.AdditionRead]:
        """Add Clause. Add a clause to the county's library."""
        return await self._ask(ADD_LIBRARY_CLAUSE, body=body, options=options)

    async def end_library_clause(self, addition_id: str, body: models.AdditionEnding, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AdditionRead]:
        """End Clause. Give an addition its last day."""
        return await self._ask(END_LIBRARY_CLAUSE, path={"additionId": addition_id}, headers={"if-match": if_match}, body=body, options=options)

    async def fill_from_library(self, agreement_id: str, body: models.TemplateWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Fill From Library. Fill a draft's empty clauses from the library."""
        return await self._ask(FILL_FROM_LIBRARY, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_agreement_kinds(self, *, profile_id: str, **options: Unpack[Options]) -> Answer[models.AgreementKinds]:
        """List Agreement Kinds. Show the kinds of agreement of a profile."""
        return await self._ask(LIST_AGREEMENT_KINDS, query={"profileId": profile_id}, options=options)

    async def get_terms(self, agreement_id: str, *, on: str | None = None, **options: Unpack[Options]) -> Answer[models.TermsRead]:
        """Get Terms. Show notice, disputes, copies and revision."""
        return await self._ask(GET_TERMS, path={"agreementId": agreement_id}, query={"on": on}, options=options)

    async def agree_on_terms(self, agreement_id: str, body: models.TermsWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Agree On Terms. Replace what is agreed beside the clauses."""
        return await self._ask(AGREE_ON_TERMS, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def plan_signing(self, agreement_id: str, body: models.SigningWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Plan Signing. Say in which order to sign, and by when."""
        return await self._ask(PLAN_SIGNING, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_rejections(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.RejectionList]:
        """List Rejections. Show which wordings were rejected, and why."""
        return await self._ask(LIST_REJECTIONS, path={"agreementId": agreement_id}, options=options)

    async def reject_agreement(self, agreement_id: str, body: models.RejectionWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.RejectionRead]:
        """Reject Agreement. Reject the wording for your authority, with a reason."""
        return await self._ask(REJECT_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def record_review(self, agreement_id: str, body: models.ReviewWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Record Review. Record that the parties have looked over the agreement."""
        return await self._ask(RECORD_REVIEW, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_notices(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.NoticeList]:
        """List Notices. Show the notice given and the agreement's last day."""
        return await self._ask(LIST_NOTICES, path={"agreementId": agreement_id}, options=options)

    async def give_notice(self, agreement_id: str, body: models.NoticeWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.NoticeList]:
        """Give Notice. To withdraw notice, which takes all parties, is not in this version."""
        return await self._ask(GIVE_NOTICE, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def amend_agreement(self, agreement_id: str, body: models.AmendmentWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Amend Agreement. Draft a new edition."""
        return await self._ask(AMEND_AGREEMENT, path={"agreementId": agreement_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_agreement_versions(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.EditionList]:
        """List Versions. Show all editions of the agreement."""
        return await self._ask(LIST_AGREEMENT_VERSIONS, path={"agreementId": agreement_id}, options=options)

    async def get_agreement_difference(self, agreement_id: str, edition: int, **options: Unpack[Options]) -> Answer[models.DifferenceRead]:
        """Get Difference. Show what differs: clauses and terms."""
        return await self._ask(GET_AGREEMENT_DIFFERENCE, path={"agreementId": agreement_id, "edition": edition}, options=options)

    async def list_disputes(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.DisputeList]:
        """List Disputes. Show the agreement's disputes."""
        return await self._ask(LIST_DISPUTES, path={"agreementId": agreement_id}, options=options)

    async def register_dispute(self, agreement_id: str, body: models.DisputeWrite, **options: Unpack[WriteOptions]) -> Answer[models.DisputeRead]:
        """Register Dispute. Register a dispute; who settles it is shown."""
        return await self._ask(REGISTER_DISPUTE, path={"agreementId": agreement_id}, body=body, options=options)

    async def settle_dispute(self, agreement_id: str, dispute_id: str, body: models.DisputeOutcomeWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DisputeRead]:
        """Settle Dispute. Record how the dispute was settled."""
        return await self._ask(SETTLE_DISPUTE, path={"agreementId": agreement_id, "disputeId": dispute_id}, headers={"if-match": if_match}, body=body, options=options)

    async def check_deviations(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.DeviationsRead]:
        """Check Deviations. Show deviations, checked."""
        return await self._ask(CHECK_DEVIATIONS, path={"agreementId": agreement_id}, options=options)

    async def list_renegotiations(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.RenegotiationList]:
        """List Renegotiations. Show the requests for negotiation and where they stand."""
        return await self._ask(LIST_RENEGOTIATIONS, path={"agreementId": agreement_id}, options=options)

    async def request_renegotiation(self, agreement_id: str, body: models.RenegotiationCreate, **options: Unpack[WriteOptions]) -> Answer[models.RenegotiationRead]:
        """Request Renegotiation. Ask for negotiation of the terms."""
        return await self._ask(REQUEST_RENEGOTIATION, path={"agreementId": agreement_id}, body=body, options=options)

    async def change_renegotiation(self, agreement_id: str, request_id: str, body: models.RenegotiationChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.RenegotiationRead]:
        """Change Renegotiation. Say where the negotiation has come."""
        return await self._ask(CHANGE_RENEGOTIATION, path={"agreementId": agreement_id, "requestId": request_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_information(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.InformationList]:
        """List Information. Show what parties told, and who has read it."""
        return await self._ask(LIST_INFORMATION, path={"agreementId": agreement_id}, options=options)

    async def inform_parties(self, agreement_id: str, body: models.InformationCreate, **options: Unpack[WriteOptions]) -> Answer[models.InformationRead]:
        """Inform Parties. Tell the other parties of a planned measure."""
        return await self._ask(INFORM_PARTIES, path={"agreementId": agreement_id}, body=body, options=options)

    async def acknowledge_information(self, agreement_id: str, information_id: str, body: models.ReceiptCreate, **options: Unpack[WriteOptions]) -> Answer[models.InformationRead]:
        """Acknowledge Information. Confirm that a party has taken part of it."""
        return await self._ask(ACKNOWLEDGE_INFORMATION, path={"agreementId": agreement_id, "informationId": information_id}, body=body, options=options)

    async def get_agreement_pdf(self, agreement_id: str, *, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Agreement Pdf. Get the agreement as accessible PDF."""
        return await self._ask(GET_AGREEMENT_PDF, path={"agreementId": agreement_id}, query={"language": language}, options=options)

    async def get_agreement_docx(self, agreement_id: str, *, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Agreement Docx. Get the agreement as DOCX, to work on."""
        return await self._ask(GET_AGREEMENT_DOCX, path={"agreementId": agreement_id}, query={"language": language}, options=options)

    async def get_agreement_document(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.DocumentRead]:
        """Get Agreement Document. Show the document's digests and seal."""
        return await self._ask(GET_AGREEMENT_DOCUMENT, path={"agreementId": agreement_id}, options=options)

    async def get_agreement_seal(self, agreement_id: str, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Agreement Seal. Get the seal as a file beside the document."""
        return await self._ask(GET_AGREEMENT_SEAL, path={"agreementId": agreement_id}, options=options)

    async def verify_document(self, body: bytes, **options: Unpack[WriteOptions]) -> Answer[models.DocumentVerification]:
        """Verify Document. Tell which agreement a file is."""
        return await self._ask(VERIFY_DOCUMENT, body=body, options=options)

    async def get_document_keys(self, **options: Unpack[Options]) -> Answer[models.DocumentKeys]:
        """Get Document Keys. Show the public keys by which seals are checked."""
        return await self._ask(GET_DOCUMENT_KEYS, options=options)

    async def hand_in_signed_document(self, agreement_id: str, body: bytes, *, role: str | None = None, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AgreementRead]:
        """Hand In Signed Document. Hand in the document as signed outside Slussen. Filen ska vara byte för
        byte den som hämtades, med underskriften tillagd. / It must be what was fetched, signed.
        """
        return await self._ask(HAND_IN_SIGNED_DOCUMENT, path={"agreementId": agreement_id}, query={"role": role}, headers={"if-match": if_match}, body=body, options=options)

    async def get_signed_document(self, agreement_id: str, signature_id: str, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Signed Document. Get the file that a party signed outside Slussen."""
        return await self._ask(GET_SIGNED_DOCUMENT, path={"agreementId": agreement_id, "signatureId": signature_id}, options=options)

    async def get_signature_evidence(self, agreement_id: str, **options: Unpack[Options]) -> Answer[models.SignatureEvidenceList]:
        """Get Signature Evidence. Show who signed, when, over what, how surely."""
        return await self._ask(GET_SIGNATURE_EVIDENCE, path={"agreementId": agreement_id}, options=options)

    async def get_signature_evidence_pdf(self, agreement_id: str, *, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Signature Evidence Pdf. Get the evidence of signatures as accessible PDF."""
        return await self._ask(GET_SIGNATURE_EVIDENCE_PDF, path={"agreementId": agreement_id}, query={"language": language}, options=options)

    async def check_coverage(self, body: models.CoverageCheck, **options: Unpack[WriteOptions]) -> Answer[models.CoverageAnswer]:
        """Check Coverage. Ask whether two units' collaboration is covered."""
        return await self._ask(CHECK_COVERAGE, body=body, options=options)

    async def get_county_overview(self, **options: Unpack[Options]) -> Answer[models.CountyOverviewRead]:
        """Get County Overview. Show how the county stands."""
        return await self._ask(GET_COUNTY_OVERVIEW, options=options)

    async def list_county_profiles(self, **options: Unpack[Options]) -> Answer[models.ProfileList]:
        """List Profiles. List the county profiles and their versions."""
        return await self._ask(LIST_COUNTY_PROFILES, options=options)

    async def get_county_profile(self, profile_id: str, *, on: str | None = None, **options: Unpack[Options]) -> Answer[models.ProfileRead]:
        """Get Profile. Show every value."""
        return await self._ask(GET_COUNTY_PROFILE, path={"profileId": profile_id}, query={"on": on}, options=options)

    async def compare_classifications(self, body: models.CentreFactsWrite, **options: Unpack[WriteOptions]) -> Answer[models.WhatIfComparison]:
        """Compare. Try what a centre would be, and why."""
        return await self._ask(COMPARE_CLASSIFICATIONS, body=body, options=options)

    async def open_settlement(self, centre_id: str, body: models.SettlementCreate, **options: Unpack[WriteOptions]) -> Answer[models.SettlementRead]:
        """Open Settlement. Open a centre's settlement of a year."""
        return await self._ask(OPEN_SETTLEMENT, path={"centreId": centre_id}, body=body, options=options)

    async def get_settlement_csv(self, centre_id: str, year: int, **options: Unpack[Options]) -> Answer[str]:
        """Get Settlement Csv. Get the settlement as CSV, with the same figures."""
        return await self._ask(GET_SETTLEMENT_CSV, path={"centreId": centre_id, "year": year}, options=options)

    async def get_settlement_pdf(self, centre_id: str, year: int, *, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Get Settlement Pdf. Get the settlement as accessible PDF."""
        return await self._ask(GET_SETTLEMENT_PDF, path={"centreId": centre_id, "year": year}, query={"language": language}, options=options)

    async def get_settlement(self, centre_id: str, year: int, **options: Unpack[Options]) -> Answer[models.SettlementRead]:
        """Get Settlement. Show the settlement: what each bears, to the öre."""
        return await self._ask(GET_SETTLEMENT, path={"centreId": centre_id, "year": year}, options=options)

    async def change_settlement(self, centre_id: str, year: int, body: models.SettlementChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.SettlementRead]:
        """Change Settlement. Replace what the settlement is computed from."""
        return await self._ask(CHANGE_SETTLEMENT, path={"centreId": centre_id, "year": year}, headers={"if-match": if_match}, body=body, options=options)

    async def close_settlement(self, centre_id: str, year: int, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.SettlementRead]:
        """Close Settlement. Close the settlement; it does not change after that."""
        return await self._ask(CLOSE_SETTLEMENT, path={"centreId": centre_id, "year": year}, headers={"if-match": if_match}, options=options)

    async def import_register(self, body: str | dict[str, Any], *, dry_run: bool | None = None, kind: models.RegisterKind | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ImportReport]:
        """Import Register. Import, all or nothing."""
        return await self._ask(IMPORT_REGISTER, query={"dryRun": dry_run, "kind": kind}, body=body, options=options)

    async def export_register(self, *, kind: models.RegisterKind | None = None, format: models.FileFormat | None = None, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.RegisterFile | str]:
        """Export Register. Get the register as a file that can be imported again."""
        return await self._ask(EXPORT_REGISTER, query={"kind": kind, "format": format, "countyCode": county_code}, options=options)

    async def get_opening_hours(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.OpeningHoursRead]:
        """Get Hours. Show the centre's hours as they are entered."""
        return await self._ask(GET_OPENING_HOURS, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    async def enter_opening_hours(self, centre_id: str, body: models.OpeningHoursWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OpeningHoursRead]:
        """Put Hours. Enter all of the hours."""
        return await self._ask(ENTER_OPENING_HOURS, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def evaluate_opening_week(self, iso_year: int, iso_week: int, centre_id: str, **options: Unpack[Options]) -> Answer[models.OpeningWeekRead]:
        """Get Week. Evaluate a week's joint hours."""
        return await self._ask(EVALUATE_OPENING_WEEK, path={"isoYear": iso_year, "isoWeek": iso_week, "centreId": centre_id}, options=options)

    async def get_annual_wheel(self, centre_id: str, *, year: int, **options: Unpack[Options]) -> Answer[models.AnnualWheelRead]:
        """Get Wheel. Show a year's duties, month by month."""
        return await self._ask(GET_ANNUAL_WHEEL, path={"centreId": centre_id}, query={"year": year}, options=options)

    async def change_duty(self, key: str, centre_id: str, body: models.DutyChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DutyRead]:
        """Put Duty. Mark a duty as done, or not."""
        return await self._ask(CHANGE_DUTY, path={"key": key, "centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_calendar_links(self, centre_id: str, **options: Unpack[Options]) -> Answer[list[models.CalendarLinkRead]]:
        """List Links. List the centre's calendar links, without secrets."""
        return await self._ask(LIST_CALENDAR_LINKS, path={"centreId": centre_id}, options=options)

    async def make_calendar_link(self, centre_id: str, body: models.CalendarLinkCreate, **options: Unpack[WriteOptions]) -> Answer[models.CalendarLinkMade]:
        """Make Link. Make a secret calendar link, shown this once."""
        return await self._ask(MAKE_CALENDAR_LINK, path={"centreId": centre_id}, body=body, options=options)

    async def revoke_calendar_link(self, link_id: str, centre_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Revoke Link. Revoke a calendar link."""
        return await self._ask(REVOKE_CALENDAR_LINK, path={"linkId": link_id, "centreId": centre_id}, options=options)

    async def get_calendar(self, secret: str, *, if_none_match: str | None = None, **options: Unpack[Options]) -> Answer[str]:
        """Get Calendar. Subscribe to a centre's wheel by a secret link."""
        return await self._ask(GET_CALENDAR, path={"secret": secret}, headers={"if-none-match": if_none_match}, options=options)

    async def get_local_terms(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.LocalTermsRead]:
        """Get Local Terms. Show what the county leaves to the agreement."""
        return await self._ask(GET_LOCAL_TERMS, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    async def enter_local_terms(self, centre_id: str, body: models.LocalTermsWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.LocalTermsRead]:
        """Put Local Terms. Enter what the local agreement says."""
        return await self._ask(ENTER_LOCAL_TERMS, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def get_steering(self, centre_id: str, *, year: int, **options: Unpack[Options]) -> Answer[models.SteeringRead]:
        """Get Steering. Show a year of steering against the county's minimums."""
        return await self._ask(GET_STEERING, path={"centreId": centre_id}, query={"year": year}, options=options)

    async def get_steering_seats(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.SeatsRead]:
        """Get Seats. Show the steering group's seats."""
        return await self._ask(GET_STEERING_SEATS, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    async def enter_steering_seats(self, centre_id: str, body: models.SeatsWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.SeatsRead]:
        """Put Seats. Enter which seats are filled."""
        return await self._ask(ENTER_STEERING_SEATS, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def record_meeting(self, centre_id: str, body: models.MeetingCreate, **options: Unpack[WriteOptions]) -> Answer[models.MeetingRead]:
        """Record Meeting. Record a meeting that was held."""
        return await self._ask(RECORD_MEETING, path={"centreId": centre_id}, body=body, options=options)

    async def remove_meeting(self, meeting_id: str, centre_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Meeting. Remove a meeting that was entered by mistake."""
        return await self._ask(REMOVE_MEETING, path={"meetingId": meeting_id, "centreId": centre_id}, options=options)

    async def list_coordinator_appointments(self, centre_id: str, **options: Unpack[Options]) -> Answer[list[models.AppointmentRead]]:
        """List Appointments. List the coordinators' appointments."""
        return await self._ask(LIST_COORDINATOR_APPOINTMENTS, path={"centreId": centre_id}, options=options)

    async def appoint_coordinator(self, centre_id: str, body: models.AppointmentCreate, **options: Unpack[WriteOptions]) -> Answer[models.AppointmentRead]:
        """Appoint a coordinator."""
        return await self._ask(APPOINT_COORDINATOR, path={"centreId": centre_id}, body=body, options=options)

    async def change_coordinator_appointment(self, appointment_id: str, centre_id: str, body: models.AppointmentChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.AppointmentRead]:
        """Change Appointment. Change an appointment."""
        return await self._ask(CHANGE_COORDINATOR_APPOINTMENT, path={"appointmentId": appointment_id, "centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_planned_meetings(self, centre_id: str, *, year: int, **options: Unpack[Options]) -> Answer[models.PlannedMeetingList]:
        """List Meetings. List a year's planned meetings."""
        return await self._ask(LIST_PLANNED_MEETINGS, path={"centreId": centre_id}, query={"year": year}, options=options)

    async def plan_meeting(self, centre_id: str, body: models.PlannedMeetingWrite, **options: Unpack[WriteOptions]) -> Answer[models.PlannedMeetingRead]:
        """Plan Meeting. Plan a meeting; its agenda builds itself."""
        return await self._ask(PLAN_MEETING, path={"centreId": centre_id}, body=body, options=options)

    async def get_planned_meeting(self, meeting_id: str, centre_id: str, **options: Unpack[Options]) -> Answer[models.PreparedMeetingRead]:
        """Get Meeting. Show a meeting with its agenda and decisions."""
        return await self._ask(GET_PLANNED_MEETING, path={"meetingId": meeting_id, "centreId": centre_id}, options=options)

    async def change_planned_meeting(self, meeting_id: str, centre_id: str, body: models.PlannedMeetingWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.PlannedMeetingRead]:
        """Change Meeting. Move a meeting or change its place."""
        return await self._ask(CHANGE_PLANNED_MEETING, path={"meetingId": meeting_id, "centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def record_decision(self, meeting_id: str, centre_id: str, body: models.DecisionCreate, **options: Unpack[WriteOptions]) -> Answer[models.DecisionRead]:
        """Record Decision. Record a decision; with a day, a duty."""
        return await self._ask(RECORD_DECISION, path={"meetingId": meeting_id, "centreId": centre_id}, body=body, options=options)

    async def close_minutes(self, meeting_id: str, centre_id: str, body: models.MinutesWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.PlannedMeetingRead]:
        """Close Minutes. Close the minutes; the meeting counts."""
        return await self._ask(CLOSE_MINUTES, path={"meetingId": meeting_id, "centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def get_offer(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.OfferRead]:
        """Get Offer. Show what the centre offers."""
        return await self._ask(GET_OFFER, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    async def enter_offer(self, centre_id: str, body: models.OfferWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OfferRead]:
        """Put Offer. Enter all that the centre offers."""
        return await self._ask(ENTER_OFFER, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def get_premises(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.PremisesRead]:
        """Get Premises. Show the premises and what they lack."""
        return await self._ask(GET_PREMISES, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    async def enter_premises(self, centre_id: str, body: models.PremisesWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.PremisesRead]:
        """Put Premises. Enter the premises."""
        return await self._ask(ENTER_PREMISES, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def get_staffing(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.StaffingRead]:
        """Get Staffing. Show the staffing by profession on a day."""
        return await self._ask(GET_STAFFING, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    async def enter_staffing(self, centre_id: str, body: models.StaffingWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.StaffingRead]:
        """Put Staffing. Enter all posts, with their days."""
        return await self._ask(ENTER_STAFFING, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def get_checklists(self, centre_id: str, *, as_of: str | None = None, **options: Unpack[Options]) -> Answer[models.ChecklistsRead]:
        """Get Checklists. Show the county's checklists and where the centre stands."""
        return await self._ask(GET_CHECKLISTS, path={"centreId": centre_id}, query={"asOf": as_of}, options=options)

    async def enter_checklists(self, centre_id: str, body: models.ChecklistsWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ChecklistsRead]:
        """Put Checklists. Enter where the centre stands on each point."""
        return await self._ask(ENTER_CHECKLISTS, path={"centreId": centre_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_confidentiality_briefings(self, centre_id: str, **options: Unpack[Options]) -> Answer[models.Briefings]:
        """List Briefings. Show who has been briefed on confidentiality."""
        return await self._ask(LIST_CONFIDENTIALITY_BRIEFINGS, path={"centreId": centre_id}, options=options)

    async def give_confidentiality_briefing(self, centre_id: str, body: models.BriefingCreate, **options: Unpack[WriteOptions]) -> Answer[models.Briefings]:
        """Give Briefing. Record a briefing on confidentiality."""
        return await self._ask(GIVE_CONFIDENTIALITY_BRIEFING, path={"centreId": centre_id}, body=body, options=options)

    async def remove_confidentiality_briefing(self, briefing_id: str, centre_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Briefing. Remove a briefing that was entered by mistake."""
        return await self._ask(REMOVE_CONFIDENTIALITY_BRIEFING, path={"briefingId": briefing_id, "centreId": centre_id}, options=options)

    async def get_county_cooperation(self, *, year: int, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.CountyCooperationRead]:
        """Get County Cooperation. Show a year of the county's meetings and goals."""
        return await self._ask(GET_COUNTY_COOPERATION, query={"year": year, "countyCode": county_code}, options=options)

    async def record_county_meeting(self, body: models.CountyMeetingCreate, **options: Unpack[WriteOptions]) -> Answer[models.CountyMeetingRead]:
        """Record Meeting. Record that a body of the county met."""
        return await self._ask(RECORD_COUNTY_MEETING, body=body, options=options)

    async def remove_county_meeting(self, meeting_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Meeting. Remove a meeting that was entered by mistake."""
        return await self._ask(REMOVE_COUNTY_MEETING, path={"meetingId": meeting_id}, options=options)

    async def list_county_goals(self, *, county_code: str | None = None, **options: Unpack[Options]) -> Answer[models.CountyGoalsList]:
        """List Goals. Show the county's goals, the newest first."""
        return await self._ask(LIST_COUNTY_GOALS, query={"countyCode": county_code}, options=options)

    async def decide_county_goals(self, body: models.CountyGoalsCreate, **options: Unpack[WriteOptions]) -> Answer[models.CountyGoalsRead]:
        """Decide Goals. Record the county's goals as decided on."""
        return await self._ask(DECIDE_COUNTY_GOALS, body=body, options=options)

    async def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return await self._ask(GET_API_INFO, options=options)
