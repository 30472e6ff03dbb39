"""The menus. Only pages that exist are listed, and to the team only what a member may open."""

from dataclasses import dataclass

from shared.staff.member import Member
from shared.staff.permissions import Permission


@dataclass(frozen=True)
class Figure:
    """Where a number stands that a menu shows: which service keeps it, and the address, with the number's id."""

    service: str
    address: str

    def __str__(self) -> str:
        """As the frame writes it down for the browser."""
        return f"{self.service}={self.address}"


@dataclass(frozen=True)
class MenuItem:
    """One link in a menu; `permission` is what a member needs for it, `counts` the numbers that it adds up.

    Those that are an `alarm` ask for attention. `about` says in one line what is done there.
    """

    href: str
    label: str
    icon: str = ""
    permission: Permission = Permission.READ
    counts: tuple[Figure, ...] = ()
    alarm: bool = False
    about: str = ""

    def is_here(self, path: str) -> bool:
        """Whether the page at `path` lies under this item, and under no other one in the menu."""
        under = path == self.href or path.startswith(self.href + "/")
        return under and not any(item.href != self.href and item.is_here(path) for item in BELOW.get(self.href, ()))


PUBLIC = (
    MenuItem("/melden", "Melden"),
    MenuItem("/kennis", "Afspraken en kennis"),
    MenuItem("/mijn-meldingen", "Mijn meldingen"),
)
# What a member sees and sets of themselves.
PROFILE = "/team/profiel"
# Who is on the team.
PEOPLE = "/team/beheer/mensen"
# Which organisations there are, and who speaks for them.
PARTIES = "/team/organisaties"
# What may be arranged, on one page.
ADMINISTRATION = "/team/beheer"
# What things are about.
THEMES = "/team/beheer/themas"
# The practices of the region.
PRACTICES = "/team/beheer/praktijken"
# Who gets new reports by itself.
ROUTING = "/team/beheer/verdelen"
# How long everything may take.
LENGTHS = "/team/beheer/termijnen"
# Who did and saw what.
LOG = "/team/beheer/logboek"
# Which names are no patient's.
NAMES = "/team/beheer/namen"
# What is prepared for decisions.
STANDARD_TEXTS = "/team/beheer/standaardteksten"
# Each service shows what is parked at it; the page above them is that of accounts.
PARKED = "/team/beheer/geparkeerd"
PARKED_PLACES = {
    "accounts": MenuItem(f"{PARKED}/accounts", "Team"),
    "intake": MenuItem(f"{PARKED}/intake", "Melden"),
    "triage": MenuItem(f"{PARKED}/triage", "Wachtrij"),
    "research": MenuItem(f"{PARKED}/research", "Dossiers"),
    "knowledge": MenuItem(f"{PARKED}/knowledge", "Kennis"),
    "escalation": MenuItem(f"{PARKED}/escalation", "Doorzetten"),
    "notifier": MenuItem(f"{PARKED}/notifier", "Berichten"),
}
_PEOPLE = MenuItem(PEOPLE, "Mensen", "users", about="Wie er in het team zit, en wat iedereen mag.")
_PARTIES = MenuItem(
    PARTIES, "Organisaties", "handshake", about="Waar regels vandaan komen, en wie er voor hen spreekt."
)
_PARKED = MenuItem(
    PARKED,
    "Geparkeerd",
    "archive",
    Permission.HANDLE_PARKED,
    counts=tuple(Figure(service, f"{place.href}/aantal") for service, place in PARKED_PLACES.items()),
    alarm=True,
    about="Berichten tussen de onderdelen die niet verwerkt konden worden.",
)
# Where each service says how much there is of what the menu shows.
_AT_TRIAGE, _AT_RESEARCH, _AT_ESCALATION = "/team/triage/aantal", "/team/dossiers/aantal", "/team/doorzetten/aantal"
TEAM = (
    MenuItem("/team/triage", "Wachtrij", "inbox", counts=(Figure("triage", f"{_AT_TRIAGE}#wachtrij"),)),
    MenuItem(
        "/team/mijn-werk",
        "Mijn werk",
        "user",
        counts=(
            Figure("triage", f"{_AT_TRIAGE}#mijn-meldingen"),
            Figure("triage", f"{_AT_TRIAGE}#mijn-meldingtaken"),
            Figure("research", f"{_AT_RESEARCH}#mijn-taken"),
        ),
    ),
    MenuItem("/team/dossiers", "Dossiers", "microscope", counts=(Figure("research", f"{_AT_RESEARCH}#dossiers"),)),
    MenuItem(
        "/team/doorzetten", "Doorzetten", "megaphone", counts=(Figure("escalation", f"{_AT_ESCALATION}#doorzetten"),)
    ),
    MenuItem(
        "/team/overleggen", "Overleggen", "calendar-days", counts=(Figure("research", f"{_AT_RESEARCH}#overleggen"),)
    ),
    MenuItem("/kennis", "Kennis", "lightbulb"),
    _PARTIES,
    _PEOPLE,
    MenuItem(ADMINISTRATION, "Beheer", "settings-2", Permission.ADMINISTER),
    _PARKED,
)
# What stands on the page of the administration.
ARRANGED = (
    _PEOPLE,
    _PARTIES,
    MenuItem(PRACTICES, "Praktijken", "house", Permission.ARRANGE, about="De praktijken in de regio, met AGB-code."),
    MenuItem(THEMES, "Thema’s", "flag", Permission.ARRANGE, about="Waar meldingen, dossiers en afspraken over gaan."),
    MenuItem(ROUTING, "Verdelen", "users", Permission.ARRANGE, about="Wie een nieuwe melding vanzelf krijgt."),
    MenuItem(
        LENGTHS, "Termijnen", "bell", Permission.ARRANGE, about="Hoelang iets mag duren, en wanneer we herinneren."
    ),
    MenuItem(STANDARD_TEXTS, "Standaardteksten", "message-square", Permission.ARRANGE, about="Hoe een bericht begint."),
    MenuItem(NAMES, "Geen patiënt", "shield-check", Permission.ALLOW_NAMES, about="Namen die geen patiënt zijn."),
    MenuItem(LOG, "Logboek", "history", Permission.ADMINISTER, about="Wie iets deed, en wie gegevens van melders zag."),
    _PARKED,
)
# Items of the menu that stand apart, though their address lies under another's.
BELOW = {ADMINISTRATION: (_PEOPLE, _PARKED)}


def team_menu(member: Member | None) -> tuple[MenuItem, ...]:
    """What this member of the team may open; nothing when nobody is signed in."""
    return _open_to(member, TEAM)


def arranged(member: Member) -> tuple[MenuItem, ...]:
    """What this member may arrange."""
    return _open_to(member, ARRANGED)


def _open_to(member: Member | None, items: tuple[MenuItem, ...]) -> tuple[MenuItem, ...]:
    return tuple(item for item in items if member and member.may(item.permission))
