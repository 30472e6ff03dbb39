"""The menus. Only pages that exist are listed, and to the team only what a member may open."""

from dataclasses import dataclass

from shared.staff.member import Member
from shared.staff.permissions import Permission


@dataclass(frozen=True)
class MenuItem:
    """One link in a menu; `permission` is what a member needs for it, `counts` where numbers stand that it adds up."""

    href: str
    label: str
    icon: str = ""
    permission: Permission = Permission.READ
    counts: tuple[str, ...] = ()

    def is_here(self, path: str) -> bool:
        """Whether the page at `path` lies under this item."""
        return path == self.href or path.startswith(self.href + "/")


PUBLIC = (
    MenuItem("/melden", "Melden"),
    MenuItem("/kennis", "Afspraken en kennis"),
    MenuItem("/mijn-meldingen", "Mijn meldingen"),
)
# What a member sees and sets of themselves.
PROFILE = "/team/profiel"
# Who is on the team.
PEOPLE = "/team/beheer/mensen"
# Who did and saw what.
LOG = "/team/beheer/logboek"
# Which names are no patient's.
NAMES = "/team/beheer/namen"
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
TEAM = (
    MenuItem("/team/triage", "Wachtrij", "inbox"),
    MenuItem("/team/mijn-werk", "Mijn werk", "user"),
    MenuItem("/team/dossiers", "Dossiers", "microscope"),
    MenuItem("/team/doorzetten", "Doorzetten", "megaphone"),
    MenuItem("/kennis", "Kennis", "lightbulb"),
    MenuItem(PEOPLE, "Mensen", "user"),
    MenuItem(LOG, "Logboek", "history", Permission.ADMINISTER),
    MenuItem(NAMES, "Geen patiënt", "shield-check", Permission.ALLOW_NAMES),
    MenuItem(
        PARKED,
        "Geparkeerd",
        "archive",
        Permission.HANDLE_PARKED,
        counts=tuple(f"{place.href}/aantal" for place in PARKED_PLACES.values()),
    ),
)


def team_menu(member: Member | None) -> tuple[MenuItem, ...]:
    """What this member of the team may open; nothing when nobody is signed in."""
    return tuple(item for item in TEAM if member and member.may(item.permission))
