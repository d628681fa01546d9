"""The operations of referrals. Made by contracts/generate.py; change its sources, not this file."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal, Unpack

from slussen_client.asking import Asker, AsyncAsker
from slussen_client.calls import Answer, Operation, Options, WriteOptions
from slussen_client.models import referrals as models

LIST_REFERRALS = Operation("GET", "/referrals/v1/referrals", (), ("application/json",), repeatable=True)
CREATE_REFERRAL = Operation("POST", "/referrals/v1/referrals", ("application/json",), ("application/json",), repeatable=True, keyed=True)
READ_REFERRAL = Operation("GET", "/referrals/v1/referrals/{referralId}", (), ("application/json",), repeatable=True)
READ_REFERRAL_HISTORY = Operation("GET", "/referrals/v1/referrals/{referralId}/history", (), ("application/json",), repeatable=True)
OFFER_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/offer", (), ("application/json",), repeatable=True, keyed=True)
ASK_PERMISSION = Operation("POST", "/referrals/v1/referrals/{referralId}/permission-request", (), ("application/json",), repeatable=True, keyed=True)
PERMIT_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/permission", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CHOOSE_STATISTICS = Operation("POST", "/referrals/v1/referrals/{referralId}/statistics-choice", ("application/json",), ("application/json",), repeatable=True, keyed=True)
SEND_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/sending", ("application/json",), ("application/json",), repeatable=True, keyed=True)
RESUME_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/resumption", (), ("application/json",), repeatable=True, keyed=True)
RECALL_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/recall", ("application/json",), ("application/json",), repeatable=True, keyed=True)
VOID_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/voiding", (), ("application/json",), repeatable=True, keyed=True)
RECEIVE_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/receipt", (), ("application/json",), repeatable=True, keyed=True)
ACCEPT_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/acceptance", (), ("application/json",), repeatable=True, keyed=True)
CONTACT_FAMILY = Operation("POST", "/referrals/v1/referrals/{referralId}/first-contact", (), ("application/json",), repeatable=True, keyed=True)
COMPLETE_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/completion", ("application/json",), ("application/json",), repeatable=True, keyed=True)
DECLINE_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/decline", ("application/json",), ("application/json",), repeatable=True, keyed=True)
ADVISE_SENDER = Operation("POST", "/referrals/v1/referrals/{referralId}/advice", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CONVERT_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/conversion", ("application/json",), ("application/json",), repeatable=True, keyed=True)
INTRODUCE_FAMILY = Operation("POST", "/referrals/v1/referrals/{referralId}/introduction", ("application/json",), ("application/json",), repeatable=True, keyed=True)
FOLLOW_UP = Operation("POST", "/referrals/v1/referrals/{referralId}/follow-up", (), ("application/json",), repeatable=True, keyed=True)
ASK_INFORMATION = Operation("POST", "/referrals/v1/referrals/{referralId}/information-request", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GIVE_INFORMATION = Operation("POST", "/referrals/v1/referrals/{referralId}/information", ("application/json",), ("application/json",), repeatable=True, keyed=True)
HOLD_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/hold", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CONTINUE_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/continuation", (), ("application/json",), repeatable=True, keyed=True)
RETURN_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/return", ("application/json",), ("application/json",), repeatable=True, keyed=True)
FAIL_REFERRAL = Operation("POST", "/referrals/v1/referrals/{referralId}/failure", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CREATE_REFERRAL_GROUP = Operation("POST", "/referrals/v1/referral-groups", ("application/json",), ("application/json",), repeatable=True, keyed=True)
READ_REFERRAL_GROUP = Operation("GET", "/referrals/v1/referral-groups/{groupId}", (), ("application/json",), repeatable=True)
LIST_MESSAGES = Operation("GET", "/referrals/v1/referrals/{referralId}/messages", (), ("application/json",), repeatable=True)
SEND_MESSAGE = Operation("POST", "/referrals/v1/referrals/{referralId}/messages", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_OUTSIDE_LINKS = Operation("GET", "/referrals/v1/referrals/{referralId}/outside-links", (), ("application/json",), repeatable=True)
ISSUE_OUTSIDE_LINK = Operation("POST", "/referrals/v1/referrals/{referralId}/outside-links", ("application/json",), ("application/json",))
REVOKE_OUTSIDE_LINK = Operation("POST", "/referrals/v1/referrals/{referralId}/outside-links/{linkId}/revocation", (), ("application/json",), repeatable=True, keyed=True)
OPEN_OUTSIDE_LINK = Operation("POST", "/referrals/v1/outside-visits", ("application/json",), ("application/json",))
ACT_OUTSIDE = Operation("POST", "/referrals/v1/outside-visits/acts", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_DIRECTORY_ENTRIES = Operation("GET", "/referrals/v1/directory-entries", (), ("application/json",), repeatable=True)
ENTER_SERVICE = Operation("POST", "/referrals/v1/directory-entries", ("application/json",), ("application/json",), repeatable=True, keyed=True)
READ_DIRECTORY_ENTRY = Operation("GET", "/referrals/v1/directory-entries/{entryId}", (), ("application/json",), repeatable=True)
DESCRIBE_SERVICE = Operation("PUT", "/referrals/v1/directory-entries/{entryId}/details", ("application/json",), ("application/json",), repeatable=True, keyed=True)
STATE_CAPACITY = Operation("PUT", "/referrals/v1/directory-entries/{entryId}/capacity", ("application/json",), ("application/json",), repeatable=True, keyed=True)
DECLARE_CONTENT = Operation("PUT", "/referrals/v1/directory-entries/{entryId}/content-form", ("application/json",), ("application/json",), repeatable=True, keyed=True)
READ_DRAFT = Operation("GET", "/referrals/v1/drafts/{draftId}", (), ("application/json",), repeatable=True)
KEEP_DRAFT = Operation("PUT", "/referrals/v1/drafts/{draftId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REMOVE_DRAFT = Operation("DELETE", "/referrals/v1/drafts/{draftId}", (), (), repeatable=True, keyed=True)
LIST_DRAFTS = Operation("GET", "/referrals/v1/drafts", (), ("application/json",), repeatable=True)
READ_FAMILY = Operation("GET", "/referrals/v1/families/{familyId}", (), ("application/json",), repeatable=True)
READ_FAMILY_HISTORY = Operation("GET", "/referrals/v1/families/{familyId}/history", (), ("application/json",), repeatable=True)
ADD_FAMILY_MEMBER = Operation("POST", "/referrals/v1/families/{familyId}/members", ("application/json",), ("application/json",), repeatable=True, keyed=True)
MERGE_FAMILIES = Operation("POST", "/referrals/v1/families/{familyId}/merger", ("application/json",), ("application/json",), repeatable=True, keyed=True)
SPLIT_FAMILY = Operation("POST", "/referrals/v1/families/{familyId}/split", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_JOINT_PLANS = Operation("GET", "/referrals/v1/joint-plans", (), ("application/json",), repeatable=True)
OPEN_JOINT_PLAN = Operation("POST", "/referrals/v1/joint-plans", ("application/json",), ("application/json",), repeatable=True, keyed=True)
READ_JOINT_PLAN = Operation("GET", "/referrals/v1/joint-plans/{planId}", (), ("application/json",), repeatable=True)
CHANGE_JOINT_PLAN = Operation("PUT", "/referrals/v1/joint-plans/{planId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CHOOSE_JOINT_PLAN_STATISTICS = Operation("POST", "/referrals/v1/joint-plans/{planId}/statistics-choice", ("application/json",), ("application/json",), repeatable=True, keyed=True)
CLOSE_JOINT_PLAN = Operation("POST", "/referrals/v1/joint-plans/{planId}/closure", ("application/json",), ("application/json",), repeatable=True, keyed=True)
VOID_JOINT_PLAN = Operation("POST", "/referrals/v1/joint-plans/{planId}/voiding", (), ("application/json",), repeatable=True, keyed=True)
GET_API_INFO = Operation("GET", "/referrals/v1/api-info", (), ("application/json",), repeatable=True)


class Referrals(Asker):
    """The operations of referrals."""

    def list_referrals(self, *, box: Literal["inbox", "sent"] | None = None, state: list[models.ReferralState] | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageReferralRead]:
        """List Referrals. List your unit's referrals, newest first."""
        return self._ask(LIST_REFERRALS, query={"box": box, "state": state, "limit": limit, "offset": offset}, options=options)

    def iterate_referrals(self, *, box: Literal["inbox", "sent"] | None = None, state: list[models.ReferralState] | None = None, **options: Unpack[Options]) -> Iterator[models.ReferralRead]:
        """List Referrals. List your unit's referrals, newest first, one by one over all pages."""
        return self._iterate(LIST_REFERRALS, query={"box": box, "state": state}, options=options)

    def create_referral(self, body: models.ReferralCreate, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Create Referral. It counts from the parent's permission. No free text, no attachments."""
        return self._ask(CREATE_REFERRAL, headers={"if-match": if_match}, body=body, options=options)

    def read_referral(self, referral_id: str, **options: Unpack[Options]) -> Answer[models.ReferralRead]:
        """Read Referral. Read a referral; the sender sees the outcome."""
        return self._ask(READ_REFERRAL, path={"referralId": referral_id}, options=options)

    def read_referral_history(self, referral_id: str, **options: Unpack[Options]) -> Answer[list[models.ReferralStep]]:
        """Read History. Read what was done, the oldest first."""
        return self._ask(READ_REFERRAL_HISTORY, path={"referralId": referral_id}, options=options)

    def offer_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Offer Referral. Note that the family was offered it."""
        return self._ask(OFFER_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def ask_permission(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Ask Permission. Note that the parent was asked for permission."""
        return self._ask(ASK_PERMISSION, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def permit_referral(self, referral_id: str, body: models.ReferralPermit, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Permit Referral. Record the parent's permission; it is open."""
        return self._ask(PERMIT_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def choose_statistics(self, referral_id: str, body: models.StatisticsChoice, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Choose Statistics. In every state, also afterwards; the figures change by the next release."""
        return self._ask(CHOOSE_STATISTICS, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def send_referral(self, referral_id: str, body: models.ReferralSend | None = None, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Send Referral. Send where there is a ground; else it waits. Läget i svaret säger vilket det blev,
        `ground` varför. / The state tells which, `ground` why.
        """
        return self._ask(SEND_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def resume_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Resume Referral. Resume, once there is a ground again."""
        return self._ask(RESUME_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def recall_referral(self, referral_id: str, body: models.ReferralRecall, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Recall Referral. Take the referral back."""
        return self._ask(RECALL_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def void_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Void Referral. Void a referral that was entered in error."""
        return self._ask(VOID_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def receive_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Receive Referral. Note that the unit has taken it in hand."""
        return self._ask(RECEIVE_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def accept_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Accept Referral. Accept; without a ground by now it is suspended."""
        return self._ask(ACCEPT_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def contact_family(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Contact Family. Record the first contact with the family."""
        return self._ask(CONTACT_FAMILY, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def complete_referral(self, referral_id: str, body: models.ReferralComplete, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Complete Referral. Close with outcome and follow-up, or none."""
        return self._ask(COMPLETE_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def decline_referral(self, referral_id: str, body: models.ReferralDecline, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Decline Referral. Decline, with a reason."""
        return self._ask(DECLINE_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def advise_sender(self, referral_id: str, body: models.ReferralAdvise, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Give Advice. Answer a question for advice."""
        return self._ask(ADVISE_SENDER, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def convert_referral(self, referral_id: str, body: models.ReferralConvert, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Convert Referral. Make a referral of a question for advice."""
        return self._ask(CONVERT_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def introduce_family(self, referral_id: str, body: models.ReferralIntroduce, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Introduce Family. Introduced in person: who, when, where."""
        return self._ask(INTRODUCE_FAMILY, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def follow_up(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Follow Up. Note that the follow-up has begun."""
        return self._ask(FOLLOW_UP, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def ask_information(self, referral_id: str, body: models.InformationRequest, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Ask Information. Ask the sender for more information."""
        return self._ask(ASK_INFORMATION, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def give_information(self, referral_id: str, body: models.InformationPackage, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Give Information. The ground is asked for anew; without topics: there is no more to tell."""
        return self._ask(GIVE_INFORMATION, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def hold_referral(self, referral_id: str, body: models.ReferralHold, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Hold Referral. Let the referral rest through a day."""
        return self._ask(HOLD_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def continue_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Continue Referral. Take up a resting referral where it was."""
        return self._ask(CONTINUE_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def return_referral(self, referral_id: str, body: models.ReferralReturn, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Return Referral. Return to the sender, with a reason."""
        return self._ask(RETURN_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def fail_referral(self, referral_id: str, body: models.ReferralFail, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Fail Referral. Note that the hand-over could not be carried out."""
        return self._ask(FAIL_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def create_referral_group(self, body: models.ReferralGroupCreate, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralGroupRead]:
        """Create Group. Open a referral to each of several recipients. Varje skickas, besvaras och avslutas
        för sig, med eget stöd. / Each is sent, answered and ended by itself.
        """
        return self._ask(CREATE_REFERRAL_GROUP, headers={"if-match": if_match}, body=body, options=options)

    def read_referral_group(self, group_id: str, **options: Unpack[Options]) -> Answer[models.ReferralGroupRead]:
        """Read Group. Read them; the sender alone."""
        return self._ask(READ_REFERRAL_GROUP, path={"groupId": group_id}, options=options)

    def list_messages(self, referral_id: str, **options: Unpack[Options]) -> Answer[list[models.MessageRead]]:
        """List Messages. Read the messages, the oldest first."""
        return self._ask(LIST_MESSAGES, path={"referralId": referral_id}, options=options)

    def send_message(self, referral_id: str, body: models.MessageCreate, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.MessageRead]:
        """Send Message. Tell the other side something short. Ingen fritext och inga bilagor i denna
        version. / No free text and no attachments in this version.
        """
        return self._ask(SEND_MESSAGE, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def list_outside_links(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[Options]) -> Answer[list[models.OutsideLinkRead]]:
        """List Links. List the referral's one-time links."""
        return self._ask(LIST_OUTSIDE_LINKS, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    def issue_outside_link(self, referral_id: str, body: models.OutsideLinkCreate, *, if_match: str | None = None, **options: Unpack[Options]) -> Answer[models.OutsideLinkCreated]:
        """Issue Link. Make a one-time link for a recipient without an account. Länk och kod visas bara nu,
        och lämnas över på olika sätt. / Link and code are shown now alone.
        """
        return self._ask(ISSUE_OUTSIDE_LINK, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    def revoke_outside_link(self, referral_id: str, link_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OutsideLinkRead]:
        """Revoke Link. Revoke a link; a visit that lasts ends too."""
        return self._ask(REVOKE_OUTSIDE_LINK, path={"referralId": referral_id, "linkId": link_id}, headers={"if-match": if_match}, options=options)

    def open_outside_link(self, body: models.OutsideOpening, **options: Unpack[Options]) -> Answer[models.OutsideVisit]:
        """Open Link. Open a one-time link; it is then used up. Fel länk och fel kod ser likadana ut; fem
        fel stänger länken. / Wrong link and wrong code look the same.
        """
        return self._ask(OPEN_OUTSIDE_LINK, body=body, options=options)

    def act_outside(self, body: models.OutsideAct, **options: Unpack[WriteOptions]) -> Answer[models.OutsideReferral]:
        """Act Outside. Answer the referral as a recipient without an account."""
        return self._ask(ACT_OUTSIDE, body=body, options=options)

    def list_directory_entries(self, *, centre_id: str | None = None, profession: models.Profession | None = None, age_months: int | None = None, municipality_code: str | None = None, language: str | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageDirectoryEntryRead]:
        """List Entries. Look for one, by name."""
        return self._ask(LIST_DIRECTORY_ENTRIES, query={"centreId": centre_id, "profession": profession, "ageMonths": age_months, "municipalityCode": municipality_code, "language": language, "limit": limit, "offset": offset}, options=options)

    def iterate_directory_entries(self, *, centre_id: str | None = None, profession: models.Profession | None = None, age_months: int | None = None, municipality_code: str | None = None, language: str | None = None, **options: Unpack[Options]) -> Iterator[models.DirectoryEntryRead]:
        """List Entries. Look for one, by name, one by one over all pages."""
        return self._iterate(LIST_DIRECTORY_ENTRIES, query={"centreId": centre_id, "profession": profession, "ageMonths": age_months, "municipalityCode": municipality_code, "language": language}, options=options)

    def enter_service(self, body: models.OwnEntryWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DirectoryEntryRead]:
        """Enter Service. Enter a service outside the register."""
        return self._ask(ENTER_SERVICE, headers={"if-match": if_match}, body=body, options=options)

    def read_directory_entry(self, entry_id: str, **options: Unpack[Options]) -> Answer[models.DirectoryEntryRead]:
        """Read Entry. Read about a recipient."""
        return self._ask(READ_DIRECTORY_ENTRY, path={"entryId": entry_id}, options=options)

    def describe_service(self, entry_id: str, body: models.DirectoryDetails, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DirectoryEntryRead]:
        """Describe. Say for whom it is and how to reach it."""
        return self._ask(DESCRIBE_SERVICE, path={"entryId": entry_id}, headers={"if-match": if_match}, body=body, options=options)

    def state_capacity(self, entry_id: str, body: models.CapacityWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DirectoryEntryRead]:
        """State Capacity. Say whether there is room."""
        return self._ask(STATE_CAPACITY, path={"entryId": entry_id}, headers={"if-match": if_match}, body=body, options=options)

    def declare_content(self, entry_id: str, body: models.ContentFormWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DirectoryEntryRead]:
        """Declare Content. Say what the recipient needs to know."""
        return self._ask(DECLARE_CONTENT, path={"entryId": entry_id}, headers={"if-match": if_match}, body=body, options=options)

    def read_draft(self, draft_id: str, **options: Unpack[Options]) -> Answer[models.DraftRead]:
        """Read Draft. Read a draft, or which referral it became."""
        return self._ask(READ_DRAFT, path={"draftId": draft_id}, options=options)

    def keep_draft(self, draft_id: str, body: models.DraftWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DraftKept]:
        """Keep Draft. Keep a draft, first under an id of the form's choice, then with `If-Match`.
        Encrypted, yours alone, seven days.
        """
        return self._ask(KEEP_DRAFT, path={"draftId": draft_id}, headers={"if-match": if_match}, body=body, options=options)

    def remove_draft(self, draft_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Draft. Remove a draft."""
        return self._ask(REMOVE_DRAFT, path={"draftId": draft_id}, headers={"if-match": if_match}, options=options)

    def list_drafts(self, **options: Unpack[Options]) -> Answer[list[models.DraftKept]]:
        """List Drafts. List your drafts without content, the newest first."""
        return self._ask(LIST_DRAFTS, options=options)

    def read_family(self, family_id: str, **options: Unpack[Options]) -> Answer[models.FamilyRead]:
        """Read Family. Read a family, as far as your authority knows it."""
        return self._ask(READ_FAMILY, path={"familyId": family_id}, options=options)

    def read_family_history(self, family_id: str, **options: Unpack[Options]) -> Answer[list[models.FamilyStep]]:
        """Read History. Read what your authority did with the family."""
        return self._ask(READ_FAMILY_HISTORY, path={"familyId": family_id}, options=options)

    def add_family_member(self, family_id: str, body: models.FamilyMemberCreate, **options: Unpack[WriteOptions]) -> Answer[models.FamilyRead]:
        """Add Person. Let a child or custodian belong to the family."""
        return self._ask(ADD_FAMILY_MEMBER, path={"familyId": family_id}, body=body, options=options)

    def merge_families(self, family_id: str, body: models.FamilyMerger, **options: Unpack[WriteOptions]) -> Answer[models.FamilyRead]:
        """Merge Families. Make one family of two."""
        return self._ask(MERGE_FAMILIES, path={"familyId": family_id}, body=body, options=options)

    def split_family(self, family_id: str, body: models.FamilySplitOff, **options: Unpack[WriteOptions]) -> Answer[models.FamilyRead]:
        """Split Family. Split the family; the answer is the new one."""
        return self._ask(SPLIT_FAMILY, path={"familyId": family_id}, body=body, options=options)

    def list_joint_plans(self, *, state: list[models.PlanState] | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageJointPlanRead]:
        """List Plans. List the plans that your unit takes part in."""
        return self._ask(LIST_JOINT_PLANS, query={"state": state, "limit": limit, "offset": offset}, options=options)

    def iterate_joint_plans(self, *, state: list[models.PlanState] | None = None, **options: Unpack[Options]) -> Iterator[models.JointPlanRead]:
        """List Plans. List the plans that your unit takes part in, one by one over all pages."""
        return self._iterate(LIST_JOINT_PLANS, query={"state": state}, options=options)

    def open_joint_plan(self, body: models.JointPlanCreate, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Open Plan. Make a joint plan with at least two professions."""
        return self._ask(OPEN_JOINT_PLAN, headers={"if-match": if_match}, body=body, options=options)

    def read_joint_plan(self, plan_id: str, **options: Unpack[Options]) -> Answer[models.JointPlanRead]:
        """Read Plan. Read a joint plan."""
        return self._ask(READ_JOINT_PLAN, path={"planId": plan_id}, options=options)

    def change_joint_plan(self, plan_id: str, body: models.JointPlanContent, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Change Plan. Change it; the ground is asked for anew."""
        return self._ask(CHANGE_JOINT_PLAN, path={"planId": plan_id}, headers={"if-match": if_match}, body=body, options=options)

    def choose_joint_plan_statistics(self, plan_id: str, body: models.StatisticsChoice, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Choose Statistics. Note whether the family wants to be counted in statistics."""
        return self._ask(CHOOSE_JOINT_PLAN_STATISTICS, path={"planId": plan_id}, headers={"if-match": if_match}, body=body, options=options)

    def close_joint_plan(self, plan_id: str, body: models.JointPlanClose, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Close Plan. Close the plan with an outcome."""
        return self._ask(CLOSE_JOINT_PLAN, path={"planId": plan_id}, headers={"if-match": if_match}, body=body, options=options)

    def void_joint_plan(self, plan_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Void Plan. Void a plan that was entered in error."""
        return self._ask(VOID_JOINT_PLAN, path={"planId": plan_id}, headers={"if-match": if_match}, options=options)

    def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return self._ask(GET_API_INFO, options=options)



class AsyncReferrals(AsyncAsker):
    """The operations of referrals, to be awaited."""

    async def list_referrals(self, *, box: Literal["inbox", "sent"] | None = None, state: list[models.ReferralState] | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageReferralRead]:
        """List Referrals. List your unit's referrals, newest first."""
        return await self._ask(LIST_REFERRALS, query={"box": box, "state": state, "limit": limit, "offset": offset}, options=options)

    def iterate_referrals(self, *, box: Literal["inbox", "sent"] | None = None, state: list[models.ReferralState] | None = None, **options: Unpack[Options]) -> AsyncIterator[models.ReferralRead]:
        """List Referrals. List your unit's referrals, newest first, one by one over all pages."""
        return self._iterate(LIST_REFERRALS, query={"box": box, "state": state}, options=options)

    async def create_referral(self, body: models.ReferralCreate, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Create Referral. It counts from the parent's permission. No free text, no attachments."""
        return await self._ask(CREATE_REFERRAL, headers={"if-match": if_match}, body=body, options=options)

    async def read_referral(self, referral_id: str, **options: Unpack[Options]) -> Answer[models.ReferralRead]:
        """Read Referral. Read a referral; the sender sees the outcome."""
        return await self._ask(READ_REFERRAL, path={"referralId": referral_id}, options=options)

    async def read_referral_history(self, referral_id: str, **options: Unpack[Options]) -> Answer[list[models.ReferralStep]]:
        """Read History. Read what was done, the oldest first."""
        return await self._ask(READ_REFERRAL_HISTORY, path={"referralId": referral_id}, options=options)

    async def offer_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Offer Referral. Note that the family was offered it."""
        return await self._ask(OFFER_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def ask_permission(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Ask Permission. Note that the parent was asked for permission."""
        return await self._ask(ASK_PERMISSION, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def permit_referral(self, referral_id: str, body: models.ReferralPermit, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Permit Referral. Record the parent's permission; it is open."""
        return await self._ask(PERMIT_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def choose_statistics(self, referral_id: str, body: models.StatisticsChoice, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Choose Statistics. In every state, also afterwards; the figures change by the next release."""
        return await self._ask(CHOOSE_STATISTICS, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def send_referral(self, referral_id: str, body: models.ReferralSend | None = None, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Send Referral. Send where there is a ground; else it waits. Läget i svaret säger vilket det blev,
        `ground` varför. / The state tells which, `ground` why.
        """
        return await self._ask(SEND_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def resume_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Resume Referral. Resume, once there is a ground again."""
        return await self._ask(RESUME_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def recall_referral(self, referral_id: str, body: models.ReferralRecall, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Recall Referral. Take the referral back."""
        return await self._ask(RECALL_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def void_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Void Referral. Void a referral that was entered in error."""
        return await self._ask(VOID_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def receive_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Receive Referral. Note that the unit has taken it in hand."""
        return await self._ask(RECEIVE_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def accept_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Accept Referral. Accept; without a ground by now it is suspended."""
        return await self._ask(ACCEPT_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def contact_family(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Contact Family. Record the first contact with the family."""
        return await self._ask(CONTACT_FAMILY, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def complete_referral(self, referral_id: str, body: models.ReferralComplete, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Complete Referral. Close with outcome and follow-up, or none."""
        return await self._ask(COMPLETE_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def decline_referral(self, referral_id: str, body: models.ReferralDecline, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Decline Referral. Decline, with a reason."""
        return await self._ask(DECLINE_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def advise_sender(self, referral_id: str, body: models.ReferralAdvise, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Give Advice. Answer a question for advice."""
        return await self._ask(ADVISE_SENDER, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def convert_referral(self, referral_id: str, body: models.ReferralConvert, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Convert Referral. Make a referral of a question for advice."""
        return await self._ask(CONVERT_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def introduce_family(self, referral_id: str, body: models.ReferralIntroduce, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Introduce Family. Introduced in person: who, when, where."""
        return await self._ask(INTRODUCE_FAMILY, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def follow_up(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Follow Up. Note that the follow-up has begun."""
        return await self._ask(FOLLOW_UP, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def ask_information(self, referral_id: str, body: models.InformationRequest, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Ask Information. Ask the sender for more information."""
        return await self._ask(ASK_INFORMATION, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def give_information(self, referral_id: str, body: models.InformationPackage, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Give Information. The ground is asked for anew; without topics: there is no more to tell."""
        return await self._ask(GIVE_INFORMATION, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def hold_referral(self, referral_id: str, body: models.ReferralHold, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Hold Referral. Let the referral rest through a day."""
        return await self._ask(HOLD_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def continue_referral(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Continue Referral. Take up a resting referral where it was."""
        return await self._ask(CONTINUE_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def return_referral(self, referral_id: str, body: models.ReferralReturn, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Return Referral. Return to the sender, with a reason."""
        return await self._ask(RETURN_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def fail_referral(self, referral_id: str, body: models.ReferralFail, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralRead]:
        """Fail Referral. Note that the hand-over could not be carried out."""
        return await self._ask(FAIL_REFERRAL, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def create_referral_group(self, body: models.ReferralGroupCreate, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.ReferralGroupRead]:
        """Create Group. Open a referral to each of several recipients. Varje skickas, besvaras och avslutas
        för sig, med eget stöd. / Each is sent, answered and ended by itself.
        """
        return await self._ask(CREATE_REFERRAL_GROUP, headers={"if-match": if_match}, body=body, options=options)

    async def read_referral_group(self, group_id: str, **options: Unpack[Options]) -> Answer[models.ReferralGroupRead]:
        """Read Group. Read them; the sender alone."""
        return await self._ask(READ_REFERRAL_GROUP, path={"groupId": group_id}, options=options)

    async def list_messages(self, referral_id: str, **options: Unpack[Options]) -> Answer[list[models.MessageRead]]:
        """List Messages. Read the messages, the oldest first."""
        return await self._ask(LIST_MESSAGES, path={"referralId": referral_id}, options=options)

    async def send_message(self, referral_id: str, body: models.MessageCreate, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.MessageRead]:
        """Send Message. Tell the other side something short. Ingen fritext och inga bilagor i denna
        version. / No free text and no attachments in this version.
        """
        return await self._ask(SEND_MESSAGE, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def list_outside_links(self, referral_id: str, *, if_match: str | None = None, **options: Unpack[Options]) -> Answer[list[models.OutsideLinkRead]]:
        """List Links. List the referral's one-time links."""
        return await self._ask(LIST_OUTSIDE_LINKS, path={"referralId": referral_id}, headers={"if-match": if_match}, options=options)

    async def issue_outside_link(self, referral_id: str, body: models.OutsideLinkCreate, *, if_match: str | None = None, **options: Unpack[Options]) -> Answer[models.OutsideLinkCreated]:
        """Issue Link. Make a one-time link for a recipient without an account. Länk och kod visas bara nu,
        och lämnas över på olika sätt. / Link and code are shown now alone.
        """
        return await self._ask(ISSUE_OUTSIDE_LINK, path={"referralId": referral_id}, headers={"if-match": if_match}, body=body, options=options)

    async def revoke_outside_link(self, referral_id: str, link_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.OutsideLinkRead]:
        """Revoke Link. Revoke a link; a visit that lasts ends too."""
        return await self._ask(REVOKE_OUTSIDE_LINK, path={"referralId": referral_id, "linkId": link_id}, headers={"if-match": if_match}, options=options)

    async def open_outside_link(self, body: models.OutsideOpening, **options: Unpack[Options]) -> Answer[models.OutsideVisit]:
        """Open Link. Open a one-time link; it is then used up. Fel länk och fel kod ser likadana ut; fem
        fel stänger länken. / Wrong link and wrong code look the same.
        """
        return await self._ask(OPEN_OUTSIDE_LINK, body=body, options=options)

    async def act_outside(self, body: models.OutsideAct, **options: Unpack[WriteOptions]) -> Answer[models.OutsideReferral]:
        """Act Outside. Answer the referral as a recipient without an account."""
        return await self._ask(ACT_OUTSIDE, body=body, options=options)

    async def list_directory_entries(self, *, centre_id: str | None = None, profession: models.Profession | None = None, age_months: int | None = None, municipality_code: str | None = None, language: str | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageDirectoryEntryRead]:
        """List Entries. Look for one, by name."""
        return await self._ask(LIST_DIRECTORY_ENTRIES, query={"centreId": centre_id, "profession": profession, "ageMonths": age_months, "municipalityCode": municipality_code, "language": language, "limit": limit, "offset": offset}, options=options)

    def iterate_directory_entries(self, *, centre_id: str | None = None, profession: models.Profession | None = None, age_months: int | None = None, municipality_code: str | None = None, language: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.DirectoryEntryRead]:
        """List Entries. Look for one, by name, one by one over all pages."""
        return self._iterate(LIST_DIRECTORY_ENTRIES, query={"centreId": centre_id, "profession": profession, "ageMonths": age_months, "municipalityCode": municipality_code, "language": language}, options=options)

    async def enter_service(self, body: models.OwnEntryWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DirectoryEntryRead]:
        """Enter Service. Enter a service outside the register."""
        return await self._ask(ENTER_SERVICE, headers={"if-match": if_match}, body=body, options=options)

    async def read_directory_entry(self, entry_id: str, **options: Unpack[Options]) -> Answer[models.DirectoryEntryRead]:
        """Read Entry. Read about a recipient."""
        return await self._ask(READ_DIRECTORY_ENTRY, path={"entryId": entry_id}, options=options)

    async def describe_service(self, entry_id: str, body: models.DirectoryDetails, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DirectoryEntryRead]:
        """Describe. Say for whom it is and how to reach it."""
        return await self._ask(DESCRIBE_SERVICE, path={"entryId": entry_id}, headers={"if-match": if_match}, body=body, options=options)

    async def state_capacity(self, entry_id: str, body: models.CapacityWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DirectoryEntryRead]:
        """State Capacity. Say whether there is room."""
        return await self._ask(STATE_CAPACITY, path={"entryId": entry_id}, headers={"if-match": if_match}, body=body, options=options)

    async def declare_content(self, entry_id: str, body: models.ContentFormWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DirectoryEntryRead]:
        """Declare Content. Say what the recipient needs to know."""
        return await self._ask(DECLARE_CONTENT, path={"entryId": entry_id}, headers={"if-match": if_match}, body=body, options=options)

    async def read_draft(self, draft_id: str, **options: Unpack[Options]) -> Answer[models.DraftRead]:
        """Read Draft. Read a draft, or which referral it became."""
        return await self._ask(READ_DRAFT, path={"draftId": draft_id}, options=options)

    async def keep_draft(self, draft_id: str, body: models.DraftWrite, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.DraftKept]:
        """Keep Draft. Keep a draft, first under an id of the form's choice, then with `If-Match`.
        Encrypted, yours alone, seven days.
        """
        return await self._ask(KEEP_DRAFT, path={"draftId": draft_id}, headers={"if-match": if_match}, body=body, options=options)

    async def remove_draft(self, draft_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Draft. Remove a draft."""
        return await self._ask(REMOVE_DRAFT, path={"draftId": draft_id}, headers={"if-match": if_match}, options=options)

    async def list_drafts(self, **options: Unpack[Options]) -> Answer[list[models.DraftKept]]:
        """List Drafts. List your drafts without content, the newest first."""
        return await self._ask(LIST_DRAFTS, options=options)

    async def read_family(self, family_id: str, **options: Unpack[Options]) -> Answer[models.FamilyRead]:
        """Read Family. Read a family, as far as your authority knows it."""
        return await self._ask(READ_FAMILY, path={"familyId": family_id}, options=options)

    async def read_family_history(self, family_id: str, **options: Unpack[Options]) -> Answer[list[models.FamilyStep]]:
        """Read History. Read what your authority did with the family."""
        return await self._ask(READ_FAMILY_HISTORY, path={"familyId": family_id}, options=options)

    async def add_family_member(self, family_id: str, body: models.FamilyMemberCreate, **options: Unpack[WriteOptions]) -> Answer[models.FamilyRead]:
        """Add Person. Let a child or custodian belong to the family."""
        return await self._ask(ADD_FAMILY_MEMBER, path={"familyId": family_id}, body=body, options=options)

    async def merge_families(self, family_id: str, body: models.FamilyMerger, **options: Unpack[WriteOptions]) -> Answer[models.FamilyRead]:
        """Merge Families. Make one family of two."""
        return await self._ask(MERGE_FAMILIES, path={"familyId": family_id}, body=body, options=options)

    async def split_family(self, family_id: str, body: models.FamilySplitOff, **options: Unpack[WriteOptions]) -> Answer[models.FamilyRead]:
        """Split Family. Split the family; the answer is the new one."""
        return await self._ask(SPLIT_FAMILY, path={"familyId": family_id}, body=body, options=options)

    async def list_joint_plans(self, *, state: list[models.PlanState] | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageJointPlanRead]:
        """List Plans. List the plans that your unit takes part in."""
        return await self._ask(LIST_JOINT_PLANS, query={"state": state, "limit": limit, "offset": offset}, options=options)

    def iterate_joint_plans(self, *, state: list[models.PlanState] | None = None, **options: Unpack[Options]) -> AsyncIterator[models.JointPlanRead]:
        """List Plans. List the plans that your unit takes part in, one by one over all pages."""
        return self._iterate(LIST_JOINT_PLANS, query={"state": state}, options=options)

    async def open_joint_plan(self, body: models.JointPlanCreate, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Open Plan. Make a joint plan with at least two professions."""
        return await self._ask(OPEN_JOINT_PLAN, headers={"if-match": if_match}, body=body, options=options)

    async def read_joint_plan(self, plan_id: str, **options: Unpack[Options]) -> Answer[models.JointPlanRead]:
        """Read Plan. Read a joint plan."""
        return await self._ask(READ_JOINT_PLAN, path={"planId": plan_id}, options=options)

    async def change_joint_plan(self, plan_id: str, body: models.JointPlanContent, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Change Plan. Change it; the ground is asked for anew."""
        return await self._ask(CHANGE_JOINT_PLAN, path={"planId": plan_id}, headers={"if-match": if_match}, body=body, options=options)

    async def choose_joint_plan_statistics(self, plan_id: str, body: models.StatisticsChoice, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Choose Statistics. Note whether the family wants to be counted in statistics."""
        return await self._ask(CHOOSE_JOINT_PLAN_STATISTICS, path={"planId": plan_id}, headers={"if-match": if_match}, body=body, options=options)

    async def close_joint_plan(self, plan_id: str, body: models.JointPlanClose, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Close Plan. Close the plan with an outcome."""
        return await self._ask(CLOSE_JOINT_PLAN, path={"planId": plan_id}, headers={"if-match": if_match}, body=body, options=options)

    async def void_joint_plan(self, plan_id: str, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.JointPlanRead]:
        """Void Plan. Void a plan that was entered in error."""
        return await self._ask(VOID_JOINT_PLAN, path={"planId": plan_id}, headers={"if-match": if_match}, options=options)

    async def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return await self._ask(GET_API_INFO, options=options)
