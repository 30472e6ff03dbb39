"""Who gets a new report by itself: which rule holds for it, as pure functions."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from uuid import UUID

from services.triage.tables import Case, RoutingRule
from shared.contracts.vocabulary import ImposedBy
from shared.themes.theme import Theme


@dataclass(frozen=True)
class Told:
    """What rules look at. While `theme_known` is false, nobody looked yet at what the report is about."""

    theme: str | None
    imposed_by: str
    region: str | None
    theme_known: bool = True

    @staticmethod
    def of(case: Case, *, theme_known: bool = True) -> "Told":
        """What a case says about itself."""
        return Told(case.theme, case.imposed_by, case.region, theme_known)


def holds(rule: RoutingRule, told: Told) -> bool | None:
    """Whether everything holds that the rule asks; None when that depends on the theme, which nobody knows yet."""
    if rule.imposed_by not in (None, told.imposed_by) or rule.region not in (None, told.region):
        return False
    if rule.theme is not None and not told.theme_known:
        return None
    return rule.theme in (None, told.theme)


def rule_for(rules: Iterable[RoutingRule], told: Told, handlers: Container[UUID]) -> RoutingRule | None:
    """The first rule that holds and is about somebody who handles cases now.

    None also when an earlier rule may hold once the theme is known: it comes first.
    """
    for rule in rules:
        if rule.member_id in handlers:
            match holds(rule, told):
                case None:
                    return None
                case True:
                    return rule
    return None


def in_words(rule: RoutingRule) -> str:
    """What a rule asks: `Thema Thuiszorg, van Gemeente, regio Oost`."""
    asked = (
        f"thema {Theme(rule.theme).label}" if rule.theme else "",
        f"van {ImposedBy.parse(rule.imposed_by).label}" if rule.imposed_by else "",
        f"regio {rule.region}" if rule.region else "",
    )
    said = ", ".join(part for part in asked if part) or "elke melding"
    return said[0].upper() + said[1:]
