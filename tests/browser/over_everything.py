"""Pages of the team that are over all reports and dossiers, always at the same address."""

from tests.browser.who import LEAD

OVER_EVERYTHING: dict[str, tuple[str, str]] = {
    "people": (LEAD, "/team/beheer/mensen"),
    "log": (LEAD, "/team/beheer/logboek"),
    "log, nothing found": (LEAD, "/team/beheer/logboek?van=2020-01-01&tot=2020-01-02"),
    "queue": (LEAD, "/team/triage"),
    "queue, all open": (LEAD, "/team/triage?lijst=alle-open"),
    "queue, nothing found": (LEAD, "/team/triage?q=xyzzy"),
    "queue, to link": (LEAD, "/team/triage?lijst=te-koppelen"),
    "queue, handled": (LEAD, "/team/triage?lijst=afgehandeld"),
    "queue, heaviest of everybody": (LEAD, "/team/triage?lijst=alle-open&wie=niemand&eerst=uren"),
    "my work": (LEAD, "/team/mijn-werk"),
    "dossiers": (LEAD, "/team/dossiers"),
    "dossiers, closed": (LEAD, "/team/dossiers?stand=afgesloten"),
    "handovers": (LEAD, "/team/doorzetten"),
    "handovers, on their way": (LEAD, "/team/doorzetten?stand=onderweg"),
    "handovers, no answer": (LEAD, "/team/doorzetten?stand=stil"),
    "handovers, closed": (LEAD, "/team/doorzetten?stand=gesloten"),
    "known item, for an editor": (LEAD, "/kennis/R01"),
    "my tasks": (LEAD, "/team/mijn-werk/taken"),
    "search": (LEAD, "/team/zoek"),
    "search, everything": (LEAD, "/team/zoek?q=verwijzing"),
    "search, reports": (LEAD, "/team/zoek/meldingen?q=de"),
    "search, nothing found": (LEAD, "/team/zoek/dossiers?q=xyzzy"),
    "round tables": (LEAD, "/team/overleggen"),
    "round tables, over": (LEAD, "/team/overleggen?stand=geweest"),
}
