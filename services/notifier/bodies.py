"""How well-known bodies are named inside a Dutch sentence, and what they are (design/ux.md §7: explain them once)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """`inside` is the name after a preposition, with its article: `het Huisartsen Interventie Team (HIT)`."""

    inside: str
    explanation: str = ""

    @property
    def at_the_start(self) -> str:
        """The name as the first words of a sentence."""
        return self.inside[:1].upper() + self.inside[1:]


# By abbreviation, as parties are listed with.
BODIES = {
    "HIT": Body(
        "het Huisartsen Interventie Team (HIT)", "Dat is het team van huisartsen dat hierover landelijk praat."
    ),
    "LHV": Body("de Landelijke Huisartsen Vereniging (LHV)"),
    "NHG": Body("het Nederlands Huisartsen Genootschap (NHG)"),
    "VWS": Body("het ministerie van VWS"),
    "NZa": Body("de Nederlandse Zorgautoriteit (NZa)", "Dat is de toezichthouder die de regels over betalen maakt."),
    "IGJ": Body("de Inspectie Gezondheidszorg en Jeugd (IGJ)"),
    "KNMG": Body("de artsenfederatie KNMG"),
    "CIZ": Body("het CIZ"),
    "UWV": Body("het UWV"),
    "CBR": Body("het CBR"),
    "ZN": Body("Zorgverzekeraars Nederland (ZN)"),
}


def body(name: str, abbreviation: str | None) -> Body:
    """How to name a party; one we know no more of goes by the name it is listed with."""
    return BODIES.get(abbreviation or "") or Body(name)
