"""From what a client sends to what is asked for."""

from slussen_contracts.referrals.api import Recipient, ReferralOrder
from slussen_referrals.domain import referral as domain
from slussen_referrals.domain.errors import invalid
from slussen_referrals.use_cases import opening


def order_of(body: ReferralOrder, recipient: Recipient) -> opening.Order:
    """Return the order that a client sends, to one recipient."""
    subject = body.subject_id or body.subject
    if subject is None or (body.subject_id and body.subject):
        raise invalid(
            "subjectId",
            "one-of",
            "ange antingen subjectId eller subject",
            "give subjectId or subject, one of them",
        )
    permission = body.permission
    return opening.Order(
        centre_id=body.centre_id,
        subject=subject,
        to_unit_id=recipient.unit_id,
        to_entry_id=recipient.entry_id,
        to_profession=recipient.profession,
        situation=body.situation,
        topics=tuple(dict.fromkeys(body.topics)),
        needs=tuple(domain.Need(need.topic, need.code) for need in body.needs),
        permission=domain.Permission(permission.given_on, permission.given_by) if permission else None,
        stage=body.stage,
        form=body.form,
        declines_statistics=body.declines_statistics,
        concern_for_child=body.concern_for_child,
    )
