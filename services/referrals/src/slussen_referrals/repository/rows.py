"""A referral as a row, and a row as a referral."""

from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from slussen_contracts.identifiers import Activity, Profession
from slussen_contracts.referrals.api import (
    Advice,
    LimitOrigin,
    Outcome,
    PermissionGiver,
    Place,
    ReferralForm,
    ReferralKind,
)
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.grounds import DecisionOutcome, Ground, ReliedConsent
from slussen_referrals.domain.held_limits import HeldLimit
from slussen_referrals.domain.referral import Introduction, Need, Permission, Referral, Waiting
from slussen_referrals.domain.time_limits import Alarm, TimeLimit
from slussen_referrals.tables import ReferralRow

_SPLIT = {"permission", "consents", "ground", "waiting", "needs", "introduction", "limit"}
_PLAIN = [f.name for f in fields(Referral) if f.name not in _SPLIT]
_KINDS: dict[str, Any] = {
    "kind": ReferralKind,
    "state": State,
    "suspended_from": State,
    "returns_to": State,
    "form": ReferralForm,
    "advice": Advice,
    "alarm": Alarm,
    "from_activity": Activity,
    "to_activity": Activity,
    "from_profession": Profession,
    "to_profession": Profession,
    "outcome": Outcome,
    "topics": tuple,
    "topics_sent": tuple,
    "requested_topics": tuple,
}


def referral_of(row: ReferralRow) -> Referral:
    """Return the referral that a row holds."""
    plain = {name: getattr(row, name) for name in _PLAIN}
    typed = {name: _KINDS[name](v) if name in _KINDS and v is not None else v for name, v in plain.items()}
    permission = None
    if row.permission_given_on and row.permission_given_by:
        permission = Permission(row.permission_given_on, PermissionGiver(row.permission_given_by))
    return Referral(
        **typed,
        needs=tuple(Need(**need) for need in row.needs),
        permission=permission,
        consents=tuple(map(ReliedConsent, row.consent_ids, row.consent_versions)),
        ground=_ground(row.ground) if row.ground else None,
        waiting=Waiting(row.wait_through, row.ask_again_at),
        introduction=_introduction(row),
        limit=_limit(row),
    )


def _introduction(row: ReferralRow) -> Introduction | None:
    if row.introduced_by is None or row.introduced_on is None or row.introduced_at is None:
        return None
    return Introduction(Profession(row.introduced_by), row.introduced_on, Place(row.introduced_at))


def _limit(row: ReferralRow) -> HeldLimit | None:
    if row.limit_origin is None or row.limit_due_days is None:
        return None
    limit = TimeLimit(row.limit_due_days, row.limit_expire_days)
    return HeldLimit(limit, LimitOrigin(row.limit_origin), row.limit_agreement_id)


def _ground(kept: dict[str, Any]) -> Ground:
    return Ground(
        decision_id=UUID(kept["decision_id"]),
        outcome=DecisionOutcome(kept["outcome"]),
        ground=kept["ground"],
        consents=tuple(ReliedConsent(UUID(c["consent_id"]), c["version"]) for c in kept["consents"]),
        ground_ids=tuple(map(UUID, kept.get("ground_ids", ()))),
        uncovered_topics=tuple(kept["uncovered_topics"]),
        next_steps=tuple(kept["next_steps"]),
    )


def columns_of(referral: Referral) -> dict[str, Any]:
    """Return a referral as the columns of its row."""
    permission = referral.permission
    introduction, held = referral.introduction, referral.limit
    return {
        **{name: _plain(getattr(referral, name)) for name in _PLAIN},
        "grants": list(referral.grants),
        "needs": [asdict(need) for need in referral.needs],
        "permission_given_on": permission.given_on if permission else None,
        "permission_given_by": permission.given_by.value if permission else None,
        "consent_ids": [c.consent_id for c in referral.consents],
        "consent_versions": [c.version for c in referral.consents],
        "ground": asdict(referral.ground) if referral.ground else None,
        "introduced_by": introduction.introduced_by.value if introduction else None,
        "introduced_on": introduction.introduced_on if introduction else None,
        "introduced_at": introduction.place.value if introduction else None,
        "limit_origin": held.origin.value if held else None,
        "limit_agreement_id": held.agreement_id if held else None,
        "limit_due_days": held.limit.due_days if held else None,
        "limit_expire_days": held.limit.expire_days if held else None,
        "wait_through": referral.waiting.through,
        "ask_again_at": referral.waiting.ask_again_at,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return getattr(value, "value", value)
