"""The table of rules in words, for a page and for the generated document: made of what runs, nothing of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from slussen_consent.counties import rules_of
from slussen_consent.domain.rule_table import ConditionLine, CountyLine, RuleLine, RuleTable, rule_table
from slussen_contracts.codelists.statutes import Statute, statutes
from slussen_contracts.profiles import UnknownProfileError, profile, profile_ids


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """A condition in words; `unknown_holds` tells how an unknown fact counts, None where rule B0 decides."""

    text: str
    unknown_holds: bool | None


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule in words, with codes where a page has its own words for them."""

    id: str
    text: str
    conditions: tuple[ShownCondition, ...]
    outcome: str
    basis: str
    is_default: bool
    source: str
    law: tuple[str, ...]
    inner: bool
    switched: bool


@dataclass(frozen=True, slots=True)
class ShownCounty:
    """What a county's profile adds."""

    name: str
    first_day: date
    rules: tuple[str, ...]
    milder: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownStatute:
    """A statute that a rule rests on."""

    id: str
    reference: str
    text: str
    first_day: date
    last_day: date | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ShownRules:
    """Everything, in the order in which it is read."""

    strictness: tuple[str, ...]
    fallback: ShownRule
    national: tuple[ShownRule, ...]
    local: tuple[ShownRule, ...]
    counties: tuple[ShownCounty, ...]
    statutes: tuple[ShownStatute, ...]


def shown_rules(on: date, *, english: bool) -> ShownRules:
    """Return the table that runs, with the county profiles in force on a day and all statutes that a rule names."""
    in_force = list(_profiles(on))
    table = rule_table(rules_of(profile_id, on) for profile_id in in_force)
    return ShownRules(
        strictness=tuple(boundary.value for boundary in table.strictness),
        fallback=_rule(table.fallback, english),
        national=tuple(_rule(line, english) for line in table.national),
        local=tuple(_rule(line, english) for line in table.local),
        counties=tuple(_county(line, profile(line.profile_id, on=on).name) for line in table.counties),
        statutes=tuple(_statute(one, english) for one in _named(table)),
    )


def _profiles(on: date) -> Iterator[str]:
    for profile_id in profile_ids():
        try:
            profile(profile_id, on=on)
        except UnknownProfileError:
            continue
        yield profile_id


def _rule(line: RuleLine, english: bool) -> ShownRule:  # noqa: FBT001 - which language
    known = statutes()
    return ShownRule(
        id=line.id,
        text=line.en if english else line.sv,
        conditions=tuple(_condition(one, english) for one in line.conditions),
        outcome=line.outcome.value,
        basis=line.basis.value,
        is_default=line.is_default,
        source=line.source,
        law=tuple(known[statute].reference for statute in line.law),
        inner=line.inner,
        switched=line.switch is not None,
    )


def _condition(line: ConditionLine, english: bool) -> ShownCondition:  # noqa: FBT001 - which language
    return ShownCondition(line.en if english else line.sv, line.unknown_is)


def _county(line: CountyLine, name: str) -> ShownCounty:
    milder = tuple(switch.value for switch, outcome in line.switches if outcome.value != "consent_required")
    return ShownCounty(name, line.first_day, line.rules, milder)


def _named(table: RuleTable) -> Iterable[Statute]:
    """Return the statutes that a rule names, and those that say when it is replaced, in the list's order."""
    lines = (table.fallback, *table.national, *table.local)
    named = {statute for line in lines for statute in line.law}
    return [statute for statute in statutes().values() if statute.id in named]


def _statute(statute: Statute, english: bool) -> ShownStatute:  # noqa: FBT001 - which language
    return ShownStatute(
        id=statute.id,
        reference=statute.reference,
        text=statute.en if english else statute.sv,
        first_day=statute.first_day,
        last_day=statute.last_day,
        confirmed=statute.confirmed,
    )
