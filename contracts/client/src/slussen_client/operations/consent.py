"""The operations of consent. Made by contracts/generate.py; change its sources, not this file."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal, Unpack

from slussen_client.asking import Asker, AsyncAsker
from slussen_client.calls import Answer, Operation, Options, WriteOptions
from slussen_client.models import consent as models

RESOLVE_SUBJECTS = Operation("POST", "/consent/v1/subjects/resolutions", ("application/json",), ("application/json",), repeatable=True, keyed=True)
ADD_IDENTIFIER = Operation("POST", "/consent/v1/subjects/{subjectId}/identifiers", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_CONSENTS = Operation("GET", "/consent/v1/consents", (), ("application/json",), repeatable=True)
RECORD_CONSENT = Operation("POST", "/consent/v1/consents", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_CONSENT = Operation("GET", "/consent/v1/consents/{consentId}", (), ("application/json",), repeatable=True)
LIST_CONSENT_VERSIONS = Operation("GET", "/consent/v1/consents/{consentId}/versions", (), ("application/json",), repeatable=True)
CHANGE_CONSENT = Operation("POST", "/consent/v1/consents/{consentId}/changes", ("application/json",), ("application/json",), repeatable=True, keyed=True)
WITHDRAW_CONSENT = Operation("POST", "/consent/v1/consents/{consentId}/withdrawal", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_DISCLOSURE_DECISION = Operation("GET", "/consent/v1/disclosure-decisions/{decisionId}", (), ("application/json",), repeatable=True)
LIST_ASK_AGAIN_TASKS = Operation("GET", "/consent/v1/ask-again-tasks", (), ("application/json",), repeatable=True)
COMPLETE_ASK_AGAIN_TASK = Operation("POST", "/consent/v1/ask-again-tasks/{taskId}/completion", (), ("application/json",), repeatable=True, keyed=True)
ANNUL_CONSENT = Operation("POST", "/consent/v1/consents/{consentId}/annulment", (), ("application/json",), repeatable=True, keyed=True)
CLOSE_SITUATION = Operation("POST", "/consent/v1/closed-situations", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_DISCLOSURES = Operation("GET", "/consent/v1/disclosures", (), ("application/json",), repeatable=True)
LOG_DISCLOSURE = Operation("POST", "/consent/v1/disclosures", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REGISTER_HARM_ASSESSMENT = Operation("POST", "/consent/v1/harm-assessments", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REGISTER_UNAUTHORISED_DISCLOSURE_ASSESSMENT = Operation("POST", "/consent/v1/unauthorised-disclosure-assessments", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REGISTER_STATUTORY_DISCLOSURE = Operation("POST", "/consent/v1/statutory-disclosures", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_DISCLOSURE_GROUNDS = Operation("GET", "/consent/v1/disclosure-grounds", (), ("application/json",), repeatable=True)
GET_DISCLOSURE_GROUND = Operation("GET", "/consent/v1/disclosure-grounds/{groundId}", (), ("application/json",), repeatable=True)
REVOKE_DISCLOSURE_GROUND = Operation("POST", "/consent/v1/disclosure-grounds/{groundId}/revocation", (), ("application/json",), repeatable=True, keyed=True)
LIST_DISCLOSURE_OPTIONS = Operation("GET", "/consent/v1/disclosure-options", (), ("application/json",), repeatable=True)
LIST_DESIGNATED_ASSESSORS = Operation("GET", "/consent/v1/designated-assessors", (), ("application/json",), repeatable=True)
DESIGNATE_ASSESSOR = Operation("POST", "/consent/v1/designated-assessors", ("application/json",), ("application/json",), repeatable=True, keyed=True)
END_DESIGNATION = Operation("POST", "/consent/v1/designated-assessors/{assessorId}/ending", (), ("application/json",), repeatable=True, keyed=True)
GET_CONTACT_CHANNELS = Operation("GET", "/consent/v1/contact-channels", (), ("application/json",), repeatable=True)
RECORD_CONSENT_EVENTS = Operation("POST", "/consent/v1/consent-events", ("application/cloudevents+json", "application/cloudevents-batch+json"), ("application/json",), repeatable=True)
DECIDE_DISCLOSURE = Operation("POST", "/consent/v1/disclosure-decisions", ("application/json",), ("application/json",))
DECIDE_DISCLOSURES = Operation("POST", "/consent/v1/disclosure-decisions/batches", ("application/json",), ("application/json",))
DECIDE_MEETING = Operation("POST", "/consent/v1/disclosure-decisions/meetings", ("application/json",), ("application/json",))
OPEN_CONSENT_MIGRATION = Operation("POST", "/consent/v1/consent-migrations", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_CONSENT_MIGRATION = Operation("GET", "/consent/v1/consent-migrations/{migrationId}", (), ("application/json",), repeatable=True)
COMPLETE_CONSENT_MIGRATION = Operation("POST", "/consent/v1/consent-migrations/{migrationId}/completion", (), ("application/json",), repeatable=True, keyed=True)
LIST_CONSENT_MIGRATION_FAULTS = Operation("GET", "/consent/v1/consent-migrations/{migrationId}/faults", (), ("application/json",), repeatable=True)
STREAM_CONSENT_MIGRATION_ROWS = Operation("POST", "/consent/v1/consent-migrations/{migrationId}/rows", ("application/x-ndjson",), ("application/json",), repeatable=True)
DOWNLOAD_CONSENT_MIGRATION_FAULTS = Operation("GET", "/consent/v1/consent-migrations/{migrationId}/fault-report", (), ("application/x-ndjson",), repeatable=True)
SEARCH_CONSENTS = Operation("POST", "/consent/v1/consents/searches", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_EMERGENCY_ACCESSES = Operation("GET", "/consent/v1/emergency-accesses", (), ("application/json",), repeatable=True)
OPEN_EMERGENCY_ACCESS = Operation("POST", "/consent/v1/emergency-accesses", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CLOSE_EMERGENCY_ACCESS = Operation("POST", "/consent/v1/emergency-accesses/{accessId}/closing", (), ("application/json",), repeatable=True, keyed=True)
REVIEW_EMERGENCY_ACCESS = Operation("POST", "/consent/v1/emergency-accesses/{accessId}/review", ("application/json",), ("application/json",), repeatable=True, keyed=True)
MERGE_SUBJECTS = Operation("POST", "/consent/v1/subjects/{subjectId}/merges", ("application/json",), ("application/json",), repeatable=True, keyed=True)
SPLIT_SUBJECT = Operation("POST", "/consent/v1/subjects/{subjectId}/splits", ("application/json",), ("application/json",), repeatable=True, keyed=True)
PROTECT_SUBJECT = Operation("PUT", "/consent/v1/subjects/{subjectId}/protection", ("application/json",), (), repeatable=True, keyed=True)
LIST_OWN_CONSENTS = Operation("GET", "/consent/v1/own-consents", (), ("application/json",), repeatable=True)
GET_OWN_CONSENT = Operation("GET", "/consent/v1/own-consents/{consentId}", (), ("application/json",), repeatable=True)
ANSWER_OWN_CONSENT = Operation("POST", "/consent/v1/own-consents/{consentId}/position", ("application/json",), ("application/json",), repeatable=True, keyed=True)
WITHDRAW_OWN_CONSENT = Operation("POST", "/consent/v1/own-consents/{consentId}/withdrawal", (), ("application/json",), repeatable=True, keyed=True)
LIST_OWN_ACCESSES = Operation("GET", "/consent/v1/own-accesses", (), ("application/json",), repeatable=True)
GET_OWN_RECEIPT = Operation("GET", "/consent/v1/own-consents/{consentId}/receipt", (), ("application/ld+json",), repeatable=True)
GET_OWN_RECEIPT_DOCUMENT = Operation("GET", "/consent/v1/own-consents/{consentId}/receipt-document", (), ("application/pdf",), repeatable=True)
GET_OWN_RECEIPT_SIGNATURE = Operation("GET", "/consent/v1/own-consents/{consentId}/receipt-signature", (), ("application/jose",), repeatable=True)
GET_RECEIPT = Operation("GET", "/consent/v1/consents/{consentId}/receipt", (), ("application/ld+json",), repeatable=True)
GET_RECEIPT_DOCUMENT = Operation("GET", "/consent/v1/consents/{consentId}/receipt-document", (), ("application/pdf",), repeatable=True)
GET_RECEIPT_KEYS = Operation("GET", "/consent/v1/receipt-keys", (), ("application/json",), repeatable=True)
VERIFY_RECEIPT = Operation("POST", "/consent/v1/receipt-verifications", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_API_INFO = Operation("GET", "/consent/v1/api-info", (), ("application/json",), repeatable=True)


class Consent(Asker):
    """The operations of consent."""

    def resolve_subjects(self, body: models.SubjectResolution, **options: Unpack[WriteOptions]) -> Answer[models.ResolvedSubjects]:
        """Turn persons' numbers into opaque ids. The answer is always alike: it never tells whether
        somebody was known. `system: null` makes a new person without a number (a newborn).
        """
        return self._ask(RESOLVE_SUBJECTS, body=body, options=options)

    def add_identifier(self, subject_id: str, body: models.IdentifierAdd, **options: Unpack[WriteOptions]) -> Answer[models.SubjectReference]:
        """Give a known person a new number. For example when a coordination number becomes a personal
        number: everything about the person stays theirs.
        """
        return self._ask(ADD_IDENTIFIER, path={"subjectId": subject_id}, body=body, options=options)

    def list_consents(self, *, subject_id: str, **options: Unpack[Options]) -> Answer[models.Consents]:
        """Consents about a person. The consents about the person that your authority may see and your unit
        needs, the newest first. The reading is logged. `withheld`: other units of your authority keep more,
        which inner confidentiality holds back.
        """
        return self._ask(LIST_CONSENTS, query={"subjectId": subject_id}, options=options)

    def record_consent(self, body: models.ConsentCreate, **options: Unpack[WriteOptions]) -> Answer[models.ConsentRead]:
        """Record a consent. A consent that was given in a conversation. What is missing or breaks a rule is
        named.
        """
        return self._ask(RECORD_CONSENT, body=body, options=options)

    def get_consent(self, consent_id: str, **options: Unpack[Options]) -> Answer[models.ConsentRead]:
        """A consent. The consent at its newest version. The reading is logged."""
        return self._ask(GET_CONSENT, path={"consentId": consent_id}, options=options)

    def list_consent_versions(self, consent_id: str, **options: Unpack[Options]) -> Answer[models.ConsentVersions]:
        """A consent's history. Every version, the oldest first."""
        return self._ask(LIST_CONSENT_VERSIONS, path={"consentId": consent_id}, options=options)

    def change_consent(self, consent_id: str, body: models.ConsentChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ConsentRead]:
        """Change a consent. The whole new state after a conversation; of each custodian the latest position
        stands. Older versions stay readable.
        """
        return self._ask(CHANGE_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, body=body, options=options)

    def withdraw_consent(self, consent_id: str, body: models.ConsentWithdraw, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ConsentRead]:
        """Withdraw a consent. From now on nothing may be told on the ground of the consent. Sharing that
        happened before stays lawful.
        """
        return self._ask(WITHDRAW_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, body=body, options=options)

    def get_disclosure_decision(self, decision_id: str, **options: Unpack[Options]) -> Answer[models.StoredDecisionRead]:
        """A decision, and whether it has gone stale. Where anything that the decision rests on has changed
        since, it is stale and must be made again.
        """
        return self._ask(GET_DISCLOSURE_DECISION, path={"decisionId": decision_id}, options=options)

    def list_ask_again_tasks(self, **options: Unpack[Options]) -> Answer[models.AskAgainTasks]:
        """To ask again about. The own unit's open tasks after a no or a partial, the first due first."""
        return self._ask(LIST_ASK_AGAIN_TASKS, options=options)

    def complete_ask_again_task(self, task_id: str, **options: Unpack[WriteOptions]) -> Answer[models.AskAgainTaskRead]:
        """It was asked, and the attitude is the same. Where the attitude has changed, record the new answer
        instead; it ends the task.
        """
        return self._ask(COMPLETE_ASK_AGAIN_TASK, path={"taskId": task_id}, options=options)

    def annul_consent(self, consent_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ConsentRead]:
        """Annul a consent recorded by mistake. From now on the consent does not hold; every version stays
        readable.
        """
        return self._ask(ANNUL_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, options=options)

    def close_situation(self, body: models.SituationClose, **options: Unpack[WriteOptions]) -> Answer[models.SituationClosed]:
        """Close a situation. Every consent of your authority in the situation ends, and so do the grounds
        for disclosure.
        """
        return self._ask(CLOSE_SITUATION, body=body, options=options)

    def list_disclosures(self, *, subject_id: str, **options: Unpack[Options]) -> Answer[models.Disclosures]:
        """What was told about a person. What the own unit has told or been told about the person, the
        latest first. The reading is logged.
        """
        return self._ask(LIST_DISCLOSURES, query={"subjectId": subject_id}, options=options)

    def log_disclosure(self, body: models.DisclosureCreate, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureRead]:
        """Log what was told. What was told, to whom, when and on which decision; a decision holds for one
        act.
        """
        return self._ask(LOG_DISCLOSURE, body=body, options=options)

    def register_harm_assessment(self, body: models.HarmAssessmentCreate, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureGroundRead]:
        """Register a harm assessment. Made by somebody whom the activity has designated; the reasons stand
        in the record, outcome and reference here.
        """
        return self._ask(REGISTER_HARM_ASSESSMENT, body=body, options=options)

    def register_unauthorised_disclosure_assessment(self, body: models.UnauthorisedDisclosureAssessmentCreate, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureGroundRead]:
        """Register a private provider's assessment. Whether telling would be unauthorised
        (patientsäkerhetslagen 6 kap. 12 §); the reasons stand in the record.
        """
        return self._ask(REGISTER_UNAUTHORISED_DISCLOSURE_ASSESSMENT, body=body, options=options)

    def register_statutory_disclosure(self, body: models.StatutoryDisclosureCreate, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureGroundRead]:
        """Register that a statute is used. Only statutes in force on the day decided that the branch may
        choose; a report of concern does not belong here.
        """
        return self._ask(REGISTER_STATUTORY_DISCLOSURE, body=body, options=options)

    def list_disclosure_grounds(self, *, subject_id: str, **options: Unpack[Options]) -> Answer[models.DisclosureGrounds]:
        """Grounds for disclosure about a person. Your authority's assessments and statutes used that
        concern the own unit, the newest first. It is logged.
        """
        return self._ask(LIST_DISCLOSURE_GROUNDS, query={"subjectId": subject_id}, options=options)

    def get_disclosure_ground(self, ground_id: str, **options: Unpack[Options]) -> Answer[models.DisclosureGroundRead]:
        """A ground for disclosure. The ground as it now is. The reading is logged."""
        return self._ask(GET_DISCLOSURE_GROUND, path={"groundId": ground_id}, options=options)

    def revoke_disclosure_ground(self, ground_id: str, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureGroundRead]:
        """Revoke a ground for disclosure. From now on nothing may rely on it; what was told before stays
        lawful.
        """
        return self._ask(REVOKE_DISCLOSURE_GROUND, path={"groundId": ground_id}, options=options)

    def list_disclosure_options(self, **options: Unpack[Options]) -> Answer[models.DisclosureOptions]:
        """What can be done after a no. The own unit's ways in the order in which they are tried, with the
        statutes to choose and who is designated.
        """
        return self._ask(LIST_DISCLOSURE_OPTIONS, options=options)

    def list_designated_assessors(self, *, unit_id: str, **options: Unpack[Options]) -> Answer[models.Assessors]:
        """Who may assess harm. The unit's designated, the earlier ones too."""
        return self._ask(LIST_DESIGNATED_ASSESSORS, query={"unitId": unit_id}, options=options)

    def designate_assessor(self, body: models.AssessorDesignate, **options: Unpack[WriteOptions]) -> Answer[models.AssessorRead]:
        """Designate who may assess harm. For a public unit of one's own authority."""
        return self._ask(DESIGNATE_ASSESSOR, body=body, options=options)

    def end_designation(self, assessor_id: str, **options: Unpack[WriteOptions]) -> Answer[models.AssessorRead]:
        """End a designation. At once; assessments that were made stand."""
        return self._ask(END_DESIGNATION, path={"assessorId": assessor_id}, options=options)

    def get_contact_channels(self, **options: Unpack[Options]) -> Answer[models.ContactChannels]:
        """The authority's own channels. Where you turn for a report of concern and for questions of law;
        the answer never depends on any consent.
        """
        return self._ask(GET_CONTACT_CHANNELS, options=options)

    def record_consent_events(self, body: models.ConsentRecordedEvent | models.ConsentChangedEvent | models.ConsentWithdrawnEvent | list[models.ConsentRecordedEvent | models.ConsentWithdrawnEvent], **options: Unpack[Options]) -> Answer[models.EventReceipt | models.BatchReceipt]:
        """Take journal events about consents. A consent was recorded, changed or withdrawn in a journal
        system. One event (CloudEvents 1.0) or a batch of at most 1000. The same event twice (client,
        `source`, `id`) has its effect once and gets the same answer: 201 first, then 200. A batch answers
        200 with each event's outcome; a faulty one stops no other.
        """
        return self._ask(RECORD_CONSENT_EVENTS, body=body, options=options)

    def decide_disclosure(self, body: models.DecisionRequest, **options: Unpack[Options]) -> Answer[models.DecisionRead]:
        """May this be told?. Decides whether something may be told between two employees, with every rule
        that was tried and why. The answer holds for one act, within `validFor` of the question, and falls
        with the consent versions that it rests on. The sender is one's own unit and profession.
        """
        return self._ask(DECIDE_DISCLOSURE, body=body, options=options)

    def decide_disclosures(self, body: models.DecisionBatch, **options: Unpack[Options]) -> Answer[models.DecisionSetRead]:
        """The same question for many pairs. The same question for up to 1000 pairs: one stored decision set
        and one audit row; the strictest holds for a meeting of all.
        """
        return self._ask(DECIDE_DISCLOSURES, body=body, options=options)

    def decide_meeting(self, body: models.MeetingRequest, **options: Unpack[Options]) -> Answer[models.MeetingRead]:
        """May this be said in a meeting?. Each pair is decided in both directions, and the strictest answer
        holds for all; you are one of the participants. What your authority may not see about a pair counts
        as missing: the answer is then stricter, never milder.
        """
        return self._ask(DECIDE_MEETING, body=body, options=options)

    def open_consent_migration(self, body: models.MigrationOpen, **options: Unpack[WriteOptions]) -> Answer[models.MigrationRead]:
        """Open a migration of consents. A migration takes up to a million rows in one stream or several, at
        `/rows`.
        """
        return self._ask(OPEN_CONSENT_MIGRATION, body=body, options=options)

    def get_consent_migration(self, migration_id: str, **options: Unpack[Options]) -> Answer[models.MigrationRead]:
        """How far a migration has come. Readable while the rows stream in. After a broken connection go on
        from `nextLine`.
        """
        return self._ask(GET_CONSENT_MIGRATION, path={"migrationId": migration_id}, options=options)

    def complete_consent_migration(self, migration_id: str, **options: Unpack[WriteOptions]) -> Answer[models.MigrationRead]:
        """Complete a migration. The migration takes no more rows; its faults stay readable."""
        return self._ask(COMPLETE_CONSENT_MIGRATION, path={"migrationId": migration_id}, options=options)

    def list_consent_migration_faults(self, migration_id: str, *, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageMigrationFault]:
        """Faulty rows. Line, field and rule, never the value that came in. Send mended rows in a new
        migration.
        """
        return self._ask(LIST_CONSENT_MIGRATION_FAULTS, path={"migrationId": migration_id}, query={"limit": limit, "offset": offset}, options=options)

    def iterate_consent_migration_faults(self, migration_id: str, **options: Unpack[Options]) -> Iterator[models.MigrationFault]:
        """Faulty rows. Line, field and rule, never the value that came in. Send mended rows in a new
        migration, one by one over all pages.
        """
        return self._iterate(LIST_CONSENT_MIGRATION_FAULTS, path={"migrationId": migration_id}, options=options)

    def stream_consent_migration_rows(self, migration_id: str, body: str | bytes, *, from_line: int | None = None, **options: Unpack[Options]) -> Answer[models.MigrationRead]:
        """Stream rows in. A row is an event as in `/consent-events`. Rows that are settled already are
        passed over. A faulty row stops no other; it stands in `/faults` with line, field and rule. The same
        event (client, `source`, `id`) has its effect once. Rows are kept batch by batch; where the stream
        breaks, what `nextLine` shows holds.
        """
        return self._ask(STREAM_CONSENT_MIGRATION_ROWS, path={"migrationId": migration_id}, query={"fromLine": from_line}, body=body, options=options)

    def download_consent_migration_faults(self, migration_id: str, **options: Unpack[Options]) -> Answer[str]:
        """All faulty rows as a file. NDJSON: one fault a line, in the rows' order."""
        return self._ask(DOWNLOAD_CONSENT_MIGRATION_FAULTS, path={"migrationId": migration_id}, options=options)

    def search_consents(self, body: models.ConsentSearch, **options: Unpack[WriteOptions]) -> Answer[models.Consents]:
        """Search consents by a person's number. The number stands in the body, never in an address. The
        purpose is stated in the header `Slussen-Purpose` and is kept in the log. The answer is the same
        whether nobody has the number or nothing is kept about the person. Too many searches give 429.
        """
        return self._ask(SEARCH_CONSENTS, body=body, options=options)

    def list_emergency_accesses(self, **options: Unpack[Options]) -> Answer[models.EmergencyAccesses]:
        """Emergency accesses to review. The own authority's emergency accesses with what was read; those to
        be reviewed stand first.
        """
        return self._ask(LIST_EMERGENCY_ACCESSES, options=options)

    def open_emergency_access(self, body: models.EmergencyAccessOpen, **options: Unpack[WriteOptions]) -> Answer[models.EmergencyAccessRead]:
        """Open in an emergency what other units of one's own keep. Opens for at most three hours what other
        units of one's own authority keep about the person. Each reading is logged and reviewed by somebody
        else. It never gives the right to tell another authority anything.
        """
        return self._ask(OPEN_EMERGENCY_ACCESS, body=body, options=options)

    def close_emergency_access(self, access_id: str, **options: Unpack[WriteOptions]) -> Answer[models.EmergencyAccessRead]:
        """Close an emergency access before its time. Whoever opened it closes it."""
        return self._ask(CLOSE_EMERGENCY_ACCESS, path={"accessId": access_id}, options=options)

    def review_emergency_access(self, access_id: str, body: models.EmergencyReview, **options: Unpack[WriteOptions]) -> Answer[models.EmergencyAccessRead]:
        """Review an emergency access. Done once, by somebody else than the one who opened it; where it was
        not justified it closes at once.
        """
        return self._ask(REVIEW_EMERGENCY_ACCESS, path={"accessId": access_id}, body=body, options=options)

    def merge_subjects(self, subject_id: str, body: models.SubjectMerge, **options: Unpack[WriteOptions]) -> Answer[models.SubjectReference]:
        """Two records are one person's. All that is about the one is about the other from now on; nothing
        is rewritten, and it can be undone.
        """
        return self._ask(MERGE_SUBJECTS, path={"subjectId": subject_id}, body=body, options=options)

    def split_subject(self, subject_id: str, body: models.SubjectMerge, **options: Unpack[WriteOptions]) -> Answer[models.SubjectReference]:
        """Undo a merge. The record is a person of its own again."""
        return self._ask(SPLIT_SUBJECT, path={"subjectId": subject_id}, body=body, options=options)

    def protect_subject(self, subject_id: str, body: models.SubjectProtection, **options: Unpack[WriteOptions]) -> Answer[None]:
        """That a person's data are protected. Holds for the person at every authority: others than the one
        who recorded see no places, and no reminders leave.
        """
        return self._ask(PROTECT_SUBJECT, path={"subjectId": subject_id}, body=body, options=options)

    def list_own_consents(self, **options: Unpack[Options]) -> Answer[models.OwnConsents]:
        """My consents. The consents in which you have a say. Of other custodians it tells nothing. Where
        custody is not known the consent is not shown, but why and whom to ask. The reading is logged.
        """
        return self._ask(LIST_OWN_CONSENTS, options=options)

    def get_own_consent(self, consent_id: str, **options: Unpack[Options]) -> Answer[models.OwnConsentRead]:
        """One of my consents. The consent as it is now. The reading is logged."""
        return self._ask(GET_OWN_CONSENT, path={"consentId": consent_id}, options=options)

    def answer_own_consent(self, consent_id: str, body: models.OwnAnswer, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OwnConsentRead]:
        """Change my answer. Yes, no or in part. It holds at once, and the clinic is told."""
        return self._ask(ANSWER_OWN_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, body=body, options=options)

    def withdraw_own_consent(self, consent_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OwnConsentRead]:
        """Withdraw the consent. From now on nothing may be told on the ground of the consent. Sharing that
        happened before stays lawful.
        """
        return self._ask(WITHDRAW_OWN_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, options=options)

    def list_own_accesses(self, *, subject_id: str, **options: Unpack[Options]) -> Answer[models.OwnAccesses]:
        """Who has looked. Extract from the log: which unit and when, never who (Patient Data Act, chapter
        8, section 5).
        """
        return self._ask(LIST_OWN_ACCESSES, query={"subjectId": subject_id}, options=options)

    def get_own_receipt(self, consent_id: str, *, language: Literal["sv", "en", "ar"] | None = None, version: int | None = None, **options: Unpack[Options]) -> Answer[dict[str, Any]]:
        """Receipt of my answer. Signed, as JSON-LD (ISO/IEC TS 27560:2023)."""
        return self._ask(GET_OWN_RECEIPT, path={"consentId": consent_id}, query={"language": language, "version": version}, options=options)

    def get_own_receipt_document(self, consent_id: str, *, language: Literal["sv", "en", "ar"] | None = None, version: int | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Receipt of my answer as PDF. Its signature is in `Slussen-Signature`."""
        return self._ask(GET_OWN_RECEIPT_DOCUMENT, path={"consentId": consent_id}, query={"language": language, "version": version}, options=options)

    def get_own_receipt_signature(self, consent_id: str, *, language: Literal["sv", "en", "ar"] | None = None, version: int | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Signature over the receipt's PDF. The same signature as a file."""
        return self._ask(GET_OWN_RECEIPT_SIGNATURE, path={"consentId": consent_id}, query={"language": language, "version": version}, options=options)

    def get_receipt(self, consent_id: str, *, custodian_id: str, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[dict[str, Any]]:
        """Receipt to hand to a custodian. It tells that custodian's answer alone."""
        return self._ask(GET_RECEIPT, path={"consentId": consent_id}, query={"custodianId": custodian_id, "language": language}, options=options)

    def get_receipt_document(self, consent_id: str, *, language: Literal["sv", "en", "ar"] | None = None, custodian_id: str, **options: Unpack[Options]) -> Answer[bytes]:
        """Receipt as PDF to hand to a custodian. The same receipt as PDF/UA. The reading is logged."""
        return self._ask(GET_RECEIPT_DOCUMENT, path={"consentId": consent_id}, query={"language": language, "custodianId": custodian_id}, options=options)

    def get_receipt_keys(self, **options: Unpack[Options]) -> Answer[models.ReceiptKeySet]:
        """Keys by which receipts are verified. Open to all: the present key and earlier ones."""
        return self._ask(GET_RECEIPT_KEYS, options=options)

    def verify_receipt(self, body: models.ReceiptVerify, **options: Unpack[WriteOptions]) -> Answer[models.ReceiptVerified]:
        """Verify a receipt. Open to all. The answer tells whether the receipt is genuine and unchanged;
        nothing about the consent now.
        """
        return self._ask(VERIFY_RECEIPT, body=body, options=options)

    def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return self._ask(GET_API_INFO, options=options)



class AsyncConsent(AsyncAsker):
    """The operations of consent, to be awaited."""

    async def resolve_subjects(self, body: models.SubjectResolution, **options: Unpack[WriteOptions]) -> Answer[models.ResolvedSubjects]:
        """Turn persons' numbers into opaque ids. The answer is always alike: it never tells whether
        somebody was known. `system: null` makes a new person without a number (a newborn).
        """
        return await self._ask(RESOLVE_SUBJECTS, body=body, options=options)

    async def add_identifier(self, subject_id: str, body: models.IdentifierAdd, **options: Unpack[WriteOptions]) -> Answer[models.SubjectReference]:
        """Give a known person a new number. For example when a coordination number becomes a personal
        number: everything about the person stays theirs.
        """
        return await self._ask(ADD_IDENTIFIER, path={"subjectId": subject_id}, body=body, options=options)

    async def list_consents(self, *, subject_id: str, **options: Unpack[Options]) -> Answer[models.Consents]:
        """Consents about a person. The consents about the person that your authority may see and your unit
        needs, the newest first. The reading is logged. `withheld`: other units of your authority keep more,
        which inner confidentiality holds back.
        """
        return await self._ask(LIST_CONSENTS, query={"subjectId": subject_id}, options=options)

    async def record_consent(self, body: models.ConsentCreate, **options: Unpack[WriteOptions]) -> Answer[models.ConsentRead]:
        """Record a consent. A consent that was given in a conversation. What is missing or breaks a rule is
        named.
        """
        return await self._ask(RECORD_CONSENT, body=body, options=options)

    async def get_consent(self, consent_id: str, **options: Unpack[Options]) -> Answer[models.ConsentRead]:
        """A consent. The consent at its newest version. The reading is logged."""
        return await self._ask(GET_CONSENT, path={"consentId": consent_id}, options=options)

    async def list_consent_versions(self, consent_id: str, **options: Unpack[Options]) -> Answer[models.ConsentVersions]:
        """A consent's history. Every version, the oldest first."""
        return await self._ask(LIST_CONSENT_VERSIONS, path={"consentId": consent_id}, options=options)

    async def change_consent(self, consent_id: str, body: models.ConsentChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ConsentRead]:
        """Change a consent. The whole new state after a conversation; of each custodian the latest position
        stands. Older versions stay readable.
        """
        return await self._ask(CHANGE_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, body=body, options=options)

    async def withdraw_consent(self, consent_id: str, body: models.ConsentWithdraw, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ConsentRead]:
        """Withdraw a consent. From now on nothing may be told on the ground of the consent. Sharing that
        happened before stays lawful.
        """
        return await self._ask(WITHDRAW_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, body=body, options=options)

    async def get_disclosure_decision(self, decision_id: str, **options: Unpack[Options]) -> Answer[models.StoredDecisionRead]:
        """A decision, and whether it has gone stale. Where anything that the decision rests on has changed
        since, it is stale and must be made again.
        """
        return await self._ask(GET_DISCLOSURE_DECISION, path={"decisionId": decision_id}, options=options)

    async def list_ask_again_tasks(self, **options: Unpack[Options]) -> Answer[models.AskAgainTasks]:
        """To ask again about. The own unit's open tasks after a no or a partial, the first due first."""
        return await self._ask(LIST_ASK_AGAIN_TASKS, options=options)

    async def complete_ask_again_task(self, task_id: str, **options: Unpack[WriteOptions]) -> Answer[models.AskAgainTaskRead]:
        """It was asked, and the attitude is the same. Where the attitude has changed, record the new answer
        instead; it ends the task.
        """
        return await self._ask(COMPLETE_ASK_AGAIN_TASK, path={"taskId": task_id}, options=options)

    async def annul_consent(self, consent_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ConsentRead]:
        """Annul a consent recorded by mistake. From now on the consent does not hold; every version stays
        readable.
        """
        return await self._ask(ANNUL_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, options=options)

    async def close_situation(self, body: models.SituationClose, **options: Unpack[WriteOptions]) -> Answer[models.SituationClosed]:
        """Close a situation. Every consent of your authority in the situation ends, and so do the grounds
        for disclosure.
        """
        return await self._ask(CLOSE_SITUATION, body=body, options=options)

    async def list_disclosures(self, *, subject_id: str, **options: Unpack[Options]) -> Answer[models.Disclosures]:
        """What was told about a person. What the own unit has told or been told about the person, the
        latest first. The reading is logged.
        """
        return await self._ask(LIST_DISCLOSURES, query={"subjectId": subject_id}, options=options)

    async def log_disclosure(self, body: models.DisclosureCreate, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureRead]:
        """Log what was told. What was told, to whom, when and on which decision; a decision holds for one
        act.
        """
        return await self._ask(LOG_DISCLOSURE, body=body, options=options)

    async def register_harm_assessment(self, body: models.HarmAssessmentCreate, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureGroundRead]:
        """Register a harm assessment. Made by somebody whom the activity has designated; the reasons stand
        in the record, outcome and reference here.
        """
        return await self._ask(REGISTER_HARM_ASSESSMENT, body=body, options=options)

    async def register_unauthorised_disclosure_assessment(self, body: models.UnauthorisedDisclosureAssessmentCreate, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureGroundRead]:
        """Register a private provider's assessment. Whether telling would be unauthorised
        (patientsäkerhetslagen 6 kap. 12 §); the reasons stand in the record.
        """
        return await self._ask(REGISTER_UNAUTHORISED_DISCLOSURE_ASSESSMENT, body=body, options=options)

    async def register_statutory_disclosure(self, body: models.StatutoryDisclosureCreate, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureGroundRead]:
        """Register that a statute is used. Only statutes in force on the day decided that the branch may
        choose; a report of concern does not belong here.
        """
        return await self._ask(REGISTER_STATUTORY_DISCLOSURE, body=body, options=options)

    async def list_disclosure_grounds(self, *, subject_id: str, **options: Unpack[Options]) -> Answer[models.DisclosureGrounds]:
        """Grounds for disclosure about a person. Your authority's assessments and statutes used that
        concern the own unit, the newest first. It is logged.
        """
        return await self._ask(LIST_DISCLOSURE_GROUNDS, query={"subjectId": subject_id}, options=options)

    async def get_disclosure_ground(self, ground_id: str, **options: Unpack[Options]) -> Answer[models.DisclosureGroundRead]:
        """A ground for disclosure. The ground as it now is. The reading is logged."""
        return await self._ask(GET_DISCLOSURE_GROUND, path={"groundId": ground_id}, options=options)

    async def revoke_disclosure_ground(self, ground_id: str, **options: Unpack[WriteOptions]) -> Answer[models.DisclosureGroundRead]:
        """Revoke a ground for disclosure. From now on nothing may rely on it; what was told before stays
        lawful.
        """
        return await self._ask(REVOKE_DISCLOSURE_GROUND, path={"groundId": ground_id}, options=options)

    async def list_disclosure_options(self, **options: Unpack[Options]) -> Answer[models.DisclosureOptions]:
        """What can be done after a no. The own unit's ways in the order in which they are tried, with the
        statutes to choose and who is designated.
        """
        return await self._ask(LIST_DISCLOSURE_OPTIONS, options=options)

    async def list_designated_assessors(self, *, unit_id: str, **options: Unpack[Options]) -> Answer[models.Assessors]:
        """Who may assess harm. The unit's designated, the earlier ones too."""
        return await self._ask(LIST_DESIGNATED_ASSESSORS, query={"unitId": unit_id}, options=options)

    async def designate_assessor(self, body: models.AssessorDesignate, **options: Unpack[WriteOptions]) -> Answer[models.AssessorRead]:
        """Designate who may assess harm. For a public unit of one's own authority."""
        return await self._ask(DESIGNATE_ASSESSOR, body=body, options=options)

    async def end_designation(self, assessor_id: str, **options: Unpack[WriteOptions]) -> Answer[models.AssessorRead]:
        """End a designation. At once; assessments that were made stand."""
        return await self._ask(END_DESIGNATION, path={"assessorId": assessor_id}, options=options)

    async def get_contact_channels(self, **options: Unpack[Options]) -> Answer[models.ContactChannels]:
        """The authority's own channels. Where you turn for a report of concern and for questions of law;
        the answer never depends on any consent.
        """
        return await self._ask(GET_CONTACT_CHANNELS, options=options)

    async def record_consent_events(self, body: models.ConsentRecordedEvent | models.ConsentChangedEvent | models.ConsentWithdrawnEvent | list[models.ConsentRecordedEvent | models.ConsentWithdrawnEvent], **options: Unpack[Options]) -> Answer[models.EventReceipt | models.BatchReceipt]:
        """Take journal events about consents. A consent was recorded, changed or withdrawn in a journal
        system. One event (CloudEvents 1.0) or a batch of at most 1000. The same event twice (client,
        `source`, `id`) has its effect once and gets the same answer: 201 first, then 200. A batch answers
        200 with each event's outcome; a faulty one stops no other.
        """
        return await self._ask(RECORD_CONSENT_EVENTS, body=body, options=options)

    async def decide_disclosure(self, body: models.DecisionRequest, **options: Unpack[Options]) -> Answer[models.DecisionRead]:
        """May this be told?. Decides whether something may be told between two employees, with every rule
        that was tried and why. The answer holds for one act, within `validFor` of the question, and falls
        with the consent versions that it rests on. The sender is one's own unit and profession.
        """
        return await self._ask(DECIDE_DISCLOSURE, body=body, options=options)

    async def decide_disclosures(self, body: models.DecisionBatch, **options: Unpack[Options]) -> Answer[models.DecisionSetRead]:
        """The same question for many pairs. The same question for up to 1000 pairs: one stored decision set
        and one audit row; the strictest holds for a meeting of all.
        """
        return await self._ask(DECIDE_DISCLOSURES, body=body, options=options)

    async def decide_meeting(self, body: models.MeetingRequest, **options: Unpack[Options]) -> Answer[models.MeetingRead]:
        """May this be said in a meeting?. Each pair is decided in both directions, and the strictest answer
        holds for all; you are one of the participants. What your authority may not see about a pair counts
        as missing: the answer is then stricter, never milder.
        """
        return await self._ask(DECIDE_MEETING, body=body, options=options)

    async def open_consent_migration(self, body: models.MigrationOpen, **options: Unpack[WriteOptions]) -> Answer[models.MigrationRead]:
        """Open a migration of consents. A migration takes up to a million rows in one stream or several, at
        `/rows`.
        """
        return await self._ask(OPEN_CONSENT_MIGRATION, body=body, options=options)

    async def get_consent_migration(self, migration_id: str, **options: Unpack[Options]) -> Answer[models.MigrationRead]:
        """How far a migration has come. Readable while the rows stream in. After a broken connection go on
        from `nextLine`.
        """
        return await self._ask(GET_CONSENT_MIGRATION, path={"migrationId": migration_id}, options=options)

    async def complete_consent_migration(self, migration_id: str, **options: Unpack[WriteOptions]) -> Answer[models.MigrationRead]:
        """Complete a migration. The migration takes no more rows; its faults stay readable."""
        return await self._ask(COMPLETE_CONSENT_MIGRATION, path={"migrationId": migration_id}, options=options)

    async def list_consent_migration_faults(self, migration_id: str, *, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageMigrationFault]:
        """Faulty rows. Line, field and rule, never the value that came in. Send mended rows in a new
        migration.
        """
        return await self._ask(LIST_CONSENT_MIGRATION_FAULTS, path={"migrationId": migration_id}, query={"limit": limit, "offset": offset}, options=options)

    def iterate_consent_migration_faults(self, migration_id: str, **options: Unpack[Options]) -> AsyncIterator[models.MigrationFault]:
        """Faulty rows. Line, field and rule, never the value that came in. Send mended rows in a new
        migration, one by one over all pages.
        """
        return self._iterate(LIST_CONSENT_MIGRATION_FAULTS, path={"migrationId": migration_id}, options=options)

    async def stream_consent_migration_rows(self, migration_id: str, body: str | bytes, *, from_line: int | None = None, **options: Unpack[Options]) -> Answer[models.MigrationRead]:
        """Stream rows in. A row is an event as in `/consent-events`. Rows that are settled already are
        passed over. A faulty row stops no other; it stands in `/faults` with line, field and rule. The same
        event (client, `source`, `id`) has its effect once. Rows are kept batch by batch; where the stream
        breaks, what `nextLine` shows holds.
        """
        return await self._ask(STREAM_CONSENT_MIGRATION_ROWS, path={"migrationId": migration_id}, query={"fromLine": from_line}, body=body, options=options)

    async def download_consent_migration_faults(self, migration_id: str, **options: Unpack[Options]) -> Answer[str]:
        """All faulty rows as a file. NDJSON: one fault a line, in the rows' order."""
        return await self._ask(DOWNLOAD_CONSENT_MIGRATION_FAULTS, path={"migrationId": migration_id}, options=options)

    async def search_consents(self, body: models.ConsentSearch, **options: Unpack[WriteOptions]) -> Answer[models.Consents]:
        """Search consents by a person's number. The number stands in the body, never in an address. The
        purpose is stated in the header `Slussen-Purpose` and is kept in the log. The answer is the same
        whether nobody has the number or nothing is kept about the person. Too many searches give 429.
        """
        return await self._ask(SEARCH_CONSENTS, body=body, options=options)

    async def list_emergency_accesses(self, **options: Unpack[Options]) -> Answer[models.EmergencyAccesses]:
        """Emergency accesses to review. The own authority's emergency accesses with what was read; those to
        be reviewed stand first.
        """
        return await self._ask(LIST_EMERGENCY_ACCESSES, options=options)

    async def open_emergency_access(self, body: models.EmergencyAccessOpen, **options: Unpack[WriteOptions]) -> Answer[models.EmergencyAccessRead]:
        """Open in an emergency what other units of one's own keep. Opens for at most three hours what other
        units of one's own authority keep about the person. Each reading is logged and reviewed by somebody
        else. It never gives the right to tell another authority anything.
        """
        return await self._ask(OPEN_EMERGENCY_ACCESS, body=body, options=options)

    async def close_emergency_access(self, access_id: str, **options: Unpack[WriteOptions]) -> Answer[models.EmergencyAccessRead]:
        """Close an emergency access before its time. Whoever opened it closes it."""
        return await self._ask(CLOSE_EMERGENCY_ACCESS, path={"accessId": access_id}, options=options)

    async def review_emergency_access(self, access_id: str, body: models.EmergencyReview, **options: Unpack[WriteOptions]) -> Answer[models.EmergencyAccessRead]:
        """Review an emergency access. Done once, by somebody else than the one who opened it; where it was
        not justified it closes at once.
        """
        return await self._ask(REVIEW_EMERGENCY_ACCESS, path={"accessId": access_id}, body=body, options=options)

    async def merge_subjects(self, subject_id: str, body: models.SubjectMerge, **options: Unpack[WriteOptions]) -> Answer[models.SubjectReference]:
        """Two records are one person's. All that is about the one is about the other from now on; nothing
        is rewritten, and it can be undone.
        """
        return await self._ask(MERGE_SUBJECTS, path={"subjectId": subject_id}, body=body, options=options)

    async def split_subject(self, subject_id: str, body: models.SubjectMerge, **options: Unpack[WriteOptions]) -> Answer[models.SubjectReference]:
        """Undo a merge. The record is a person of its own again."""
        return await self._ask(SPLIT_SUBJECT, path={"subjectId": subject_id}, body=body, options=options)

    async def protect_subject(self, subject_id: str, body: models.SubjectProtection, **options: Unpack[WriteOptions]) -> Answer[None]:
        """That a person's data are protected. Holds for the person at every authority: others than the one
        who recorded see no places, and no reminders leave.
        """
        return await self._ask(PROTECT_SUBJECT, path={"subjectId": subject_id}, body=body, options=options)

    async def list_own_consents(self, **options: Unpack[Options]) -> Answer[models.OwnConsents]:
        """My consents. The consents in which you have a say. Of other custodians it tells nothing. Where
        custody is not known the consent is not shown, but why and whom to ask. The reading is logged.
        """
        return await self._ask(LIST_OWN_CONSENTS, options=options)

    async def get_own_consent(self, consent_id: str, **options: Unpack[Options]) -> Answer[models.OwnConsentRead]:
        """One of my consents. The consent as it is now. The reading is logged."""
        return await self._ask(GET_OWN_CONSENT, path={"consentId": consent_id}, options=options)

    async def answer_own_consent(self, consent_id: str, body: models.OwnAnswer, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OwnConsentRead]:
        """Change my answer. Yes, no or in part. It holds at once, and the clinic is told."""
        return await self._ask(ANSWER_OWN_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, body=body, options=options)

    async def withdraw_own_consent(self, consent_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OwnConsentRead]:
        """Withdraw the consent. From now on nothing may be told on the ground of the consent. Sharing that
        happened before stays lawful.
        """
        return await self._ask(WITHDRAW_OWN_CONSENT, path={"consentId": consent_id}, headers={"if-match": if_match}, options=options)

    async def list_own_accesses(self, *, subject_id: str, **options: Unpack[Options]) -> Answer[models.OwnAccesses]:
        """Who has looked. Extract from the log: which unit and when, never who (Patient Data Act, chapter
        8, section 5).
        """
        return await self._ask(LIST_OWN_ACCESSES, query={"subjectId": subject_id}, options=options)

    async def get_own_receipt(self, consent_id: str, *, language: Literal["sv", "en", "ar"] | None = None, version: int | None = None, **options: Unpack[Options]) -> Answer[dict[str, Any]]:
        """Receipt of my answer. Signed, as JSON-LD (ISO/IEC TS 27560:2023)."""
        return await self._ask(GET_OWN_RECEIPT, path={"consentId": consent_id}, query={"language": language, "version": version}, options=options)

    async def get_own_receipt_document(self, consent_id: str, *, language: Literal["sv", "en", "ar"] | None = None, version: int | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Receipt of my answer as PDF. Its signature is in `Slussen-Signature`."""
        return await self._ask(GET_OWN_RECEIPT_DOCUMENT, path={"consentId": consent_id}, query={"language": language, "version": version}, options=options)

    async def get_own_receipt_signature(self, consent_id: str, *, language: Literal["sv", "en", "ar"] | None = None, version: int | None = None, **options: Unpack[Options]) -> Answer[bytes]:
        """Signature over the receipt's PDF. The same signature as a file."""
        return await self._ask(GET_OWN_RECEIPT_SIGNATURE, path={"consentId": consent_id}, query={"language": language, "version": version}, options=options)

    async def get_receipt(self, consent_id: str, *, custodian_id: str, language: Literal["sv", "en", "ar"] | None = None, **options: Unpack[Options]) -> Answer[dict[str, Any]]:
        """Receipt to hand to a custodian. It tells that custodian's answer alone."""
        return await self._ask(GET_RECEIPT, path={"consentId": consent_id}, query={"custodianId": custodian_id, "language": language}, options=options)

    async def get_receipt_document(self, consent_id: str, *, language: Literal["sv", "en", "ar"] | None = None, custodian_id: str, **options: Unpack[Options]) -> Answer[bytes]:
        """Receipt as PDF to hand to a custodian. The same receipt as PDF/UA. The reading is logged."""
        return await self._ask(GET_RECEIPT_DOCUMENT, path={"consentId": consent_id}, query={"language": language, "custodianId": custodian_id}, options=options)

    async def get_receipt_keys(self, **options: Unpack[Options]) -> Answer[models.ReceiptKeySet]:
        """Keys by which receipts are verified. Open to all: the present key and earlier ones."""
        return await self._ask(GET_RECEIPT_KEYS, options=options)

    async def verify_receipt(self, body: models.ReceiptVerify, **options: Unpack[WriteOptions]) -> Answer[models.ReceiptVerified]:
        """Verify a receipt. Open to all. The answer tells whether the receipt is genuine and unchanged;
        nothing about the consent now.
        """
        return await self._ask(VERIFY_RECEIPT, body=body, options=options)

    async def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return await self._ask(GET_API_INFO, options=options)
