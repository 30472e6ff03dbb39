"""Dutch sentences for what pydantic finds wrong, used where a form or the API has no sentence of its own."""

from collections.abc import Mapping
from typing import Any

_SENTENCES = {
    "missing": "Dit veld is nodig",
    "extra_forbidden": "Dit veld kennen we niet",
    "json_invalid": "Dit is geen geldige JSON",
    "string_type": "Vul hier tekst in",
    "string_too_short": "Maak deze tekst langer: minstens {min_length} tekens",
    "string_too_long": "Maak deze tekst korter: hoogstens {max_length} tekens",
    "string_pattern_mismatch": "Dit heeft niet de goede vorm",
    "int_parsing": "Vul een heel getal in",
    "int_type": "Vul een heel getal in",
    "int_from_float": "Vul een heel getal in",
    "float_parsing": "Vul een getal in",
    "decimal_parsing": "Vul een getal in",
    "bool_parsing": "Kies ja of nee",
    "greater_than": "Vul een getal in dat groter is dan {gt}",
    "greater_than_equal": "Vul een getal in van {ge} of meer",
    "less_than": "Vul een getal in dat kleiner is dan {lt}",
    "less_than_equal": "Vul een getal in van {le} of minder",
    "list_type": "Geef hier een lijst",
    "too_short": "Kies er minstens {min_length}",
    "too_long": "Kies er hoogstens {max_length}",
    "date_parsing": "Vul een datum in, bijvoorbeeld 2026-11-28",
    "date_from_datetime_parsing": "Vul een datum in, bijvoorbeeld 2026-11-28",
    "datetime_from_date_parsing": "Vul een datum en tijd in",
    "uuid_parsing": "Dit kenmerk klopt niet",
}
_OTHERWISE = "Dit klopt niet"
# Pydantic puts this before the text of a ValueError raised by a validator of ours.
_OWN_TEXT = "Value error, "


def sentence_of(fault: Mapping[str, Any]) -> str:
    """What is wrong, in one Dutch sentence that does not repeat what was typed."""
    message: str = fault["msg"]
    if fault["type"] == "value_error" and message.startswith(_OWN_TEXT):
        return _own_sentence(message.removeprefix(_OWN_TEXT))
    if fault["type"] == FIELD_FAULT:
        return message
    return _SENTENCES.get(fault["type"], _OTHERWISE).format_map(fault.get("ctx", {}))


FIELD_FAULT = "field_fault"


def _own_sentence(text: str) -> str:
    # Sentences for people start with a capital letter; other texts come from libraries, in English.
    return text if text[:1].isupper() else _OTHERWISE
