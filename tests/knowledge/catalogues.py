"""A small catalogue for tests; a test changes what matters to it."""

from typing import Any

from services.knowledge.catalogue import Catalogue


def an_entry(**changes: Any) -> dict[str, Any]:
    """One item as the file has it."""
    return {
        "id": "R01",
        "title": "De poli stuurt patiënten naar mij voor een second opinion",
        "rule": "De poli stuurt een patiënt naar de huisarts voor een verwijzing.",
        "imposed_by": ["hospital"],
        "theme": "referrals",
        "level": "region",
        "recorded": "regional_agreement",
        "agreement": {
            "status": "in_force",
            "summary": "De patiënt bespreekt de wens met de eigen specialist.",
            "valid_from": "2024-05",
            "source_title": "Regionale werkafspraak second opinion",
            "source_url_or_host": "voorbeeld.example/second-opinion",
        },
        "handled_by": "Werkgroep werkafspraken",
        "suggested_outcome": "already_settled",
        "estimate": {"times_per_month": 4, "minutes": 10, "basis": "estimate"},
        "keywords": ["tweede mening", "verwijsbrief"],
        "verified": True,
        "verified_note": None,
        "checked_on": None,
        "sources": ["S1"],
    } | changes


def a_catalogue(*entries: dict[str, Any]) -> Catalogue:
    """A catalogue of these entries, or of one."""
    sources = {"S1": "voorbeeld.example, werkgroep", "S2": "voorbeeld.example, krant"}
    return Catalogue.model_validate({"items": list(entries) or [an_entry()], "sources": sources})
