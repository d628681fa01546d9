"""What people read about a referral, in the centre's own word for it.

Slussning, lotsning, hänvisning and länkning are one concept (handbook ch. 6.1) and bend alike, so that the one word
can stand for the other in any text.
"""

from slussen_contracts.referrals.api import ReferralState as State

USUAL_TERM = "slussning"
TERMS = frozenset({USUAL_TERM, "lotsning", "hänvisning", "länkning"})

STATE_TEXTS: dict[State, tuple[str, str]] = {
    State.IDENTIFIED: ("Ett behov är uppmärksammat", "A need has been noticed"),
    State.OFFERED: ("Familjen har erbjudits slussningen", "The family has been offered the referral"),
    State.AWAITING_PERMISSION: ("Väntar på förälderns medgivande", "Waiting for the parent's permission"),
    State.OPENED: ("Slussningen är öppnad", "The referral is opened"),
    State.AWAITING_CONSENT: ("Väntar på samtycke eller annat stöd", "Waiting for consent or another ground"),
    State.SENT: ("Slussningen är skickad", "The referral is sent"),
    State.RECEIVED: ("Mottagaren har tagit hand om slussningen", "The recipient has it in hand"),
    State.ACCEPTED: ("Mottagaren har tackat ja", "The recipient has accepted"),
    State.CONTACTED: ("Första kontakten är tagen", "First contact has been made"),
    State.FOLLOWING_UP: ("Mottagaren följer upp", "The recipient is following up"),
    State.INFORMATION_REQUESTED: ("Mottagaren behöver veta mer", "The recipient needs to know more"),
    State.ON_HOLD: ("Slussningen vilar", "The referral is on hold"),
    State.ADVISED: ("Mottagaren har gett råd", "The recipient has given advice"),
    State.RETURNED: ("Slussningen är återlämnad till avsändaren", "The referral is returned to the sender"),
    State.SUSPENDED: (
        "Slussningen är pausad: stödet saknas",
        "The referral is suspended: no ground any more",
    ),
    State.COMPLETED: ("Slussningen är avslutad", "The referral is completed"),
    State.DECLINED: ("Mottagaren har avböjt", "The recipient has declined"),
    State.RECALLED: ("Slussningen är återkallad", "The referral is recalled"),
    State.FAILED: ("Slussningen gick inte att genomföra", "The referral could not be carried out"),
    State.EXPIRED: ("Tiden för slussningen har gått ut", "The referral's time has run out"),
    State.ENTERED_IN_ERROR: ("Slussningen är makulerad", "The referral was entered in error"),
}


def in_the_word_of(term: str, text: str) -> str:
    """Return a Swedish text with the centre's own word for a referral in place of the usual one."""
    if term not in TERMS or term == USUAL_TERM:
        return text
    stem, usual = term.removesuffix("ning"), USUAL_TERM.removesuffix("ning")
    for ending in ("ning", "a ", "as"):
        text = text.replace(usual + ending, stem + ending)
        text = text.replace(usual.capitalize() + ending, stem.capitalize() + ending)
    return text


def state_text(state: State, term: str, *, english: bool) -> str:
    """Return what the state is called, in the centre's own word."""
    sv, en = STATE_TEXTS[state]
    return en if english else in_the_word_of(term, sv)
