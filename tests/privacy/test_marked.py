"""Every text that people type into a form is looked through, or is not for a reason."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from deploy.services import existing
from shared.web.free_text import free_texts

OTHERS = ("shared.web.parked",)
# Forms of machines are looked through by their routes. Otherwise: what it is instead.
NOT_FREE: dict[str, str] = {
    "accounts.SignInForm.email": "who signs in",
    "accounts.CodeForm.code": "a code of an app",
    "accounts.NextAppForm.code_before": "a code of an app",
    "accounts.InviteForm.name": "somebody of the team",
    "accounts.NameForm.name": "a name that is no patient's",
    "escalation.PackageForm.contact_name": "whom an organisation has us write to",
    "escalation.ResendForm.contact_name": "the same",
    "intake.AddressForm.email": "who reports",
    "intake.CodeForm.code": "a code of ours",
    "intake.CodeForm.reference": "a code of ours",
    "intake.HideForm.piece": "what must go: kept nowhere",
    "intake.JoinForm.agb_code": "eight digits",
    "intake.JoinForm.email": "who reports",
    "intake.JoinForm.name": "who reports",
    "intake.JoinForm.practice": "who reports",
    "intake.MailCodeForm.code": "a code of ours",
    "intake.PracticeForm.agb_code": "eight digits",
    "intake.PracticeForm.name": "a practice",
    "intake.PracticeForm.place": "a town",
    "intake.PracticeForm.region": "a region",
    "intake.PracticesForm.lines": "practices",
    "intake.ReporterStep.email": "who reports",
    "intake.ReporterStep.name": "who reports",
    "intake.ReporterStep.practice": "who reports",
    "intake.ReporterStep.agb_code": "eight digits",
    "intake.ReporterStep.phone": "who reports",
    "knowledge.ContactForm.name": "who speaks for an organisation",
    "knowledge.ContactForm.role": "who speaks for an organisation",
    "knowledge.PartyForm.name": "an organisation",
    "knowledge.PartyForm.abbreviation": "an organisation",
    "knowledge.ThemeForm.label": "a theme",
    "research.AttendeeForm.attendee_name": "who speaks for an organisation",
    "research.CommitmentForm.promised_by": "who speaks for an organisation; in no fact and on no public page",
    "research.StakeholderForm.person": "who speaks for an organisation",
    "triage.RuleForm.region": "a region from the list",
    "notifier.OpenDossierPreview.dossier_title": "shown back and kept nowhere",
    "notifier.ConcludePreview.public_text": "shown back and kept nowhere",
    "notifier.ConcludePreview.reference": "a code of ours",
    "notifier.ConcludePreview.title": "shown back and kept nowhere",
}


def _forms() -> Iterator[tuple[str, type[BaseModel]]]:
    places = {service: f"services.{service}.forms" for service in existing()}
    places |= {place.rpartition(".")[2]: f"{place}.forms" for place in OTHERS}
    for short, name in places.items():
        if find_spec(name):
            module = import_module(name)
            for found in vars(module).values():
                if (
                    inspect.isclass(found)
                    and issubclass(found, BaseModel)
                    and f"{found.__module__}.".startswith(f"{name}.")
                ):
                    yield short, found


def _unmarked() -> Iterator[str]:
    for short, form in _forms():
        marked = free_texts(form)
        for name, field in form.model_fields.items():
            # Of who inherits a field only the first form is named.
            if _is_text(field.annotation) and (field.alias or name) not in marked and name in form.__annotations__:
                yield f"{short}.{form.__name__}.{name}"


def _is_text(annotation: Any) -> bool:
    return annotation is str or any(_is_text(part) for part in get_args(annotation))


def test_every_text_of_a_form_is_looked_through_or_is_not_for_a_reason() -> None:
    open_questions = [field for field in _unmarked() if field not in NOT_FREE]
    assert open_questions == [], "mark these FreeText, or say here what they are instead"


@pytest.mark.parametrize("field", NOT_FREE)
def test_what_is_said_not_to_be_free_text_exists(field: str) -> None:
    assert field in list(_unmarked())
