"""The parts of a dossier that are one form: saved whole, with a version."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import Section
from services.research.forms import ContextForm, CoreForm, RuleForm, SectionForm
from services.research.handlers.held import ChoiceRefused, held, record, same_version
from services.research.tables import Dossier
from shared.staff.known import active_members

RULE_LABELS = {
    "rule_text": "de letterlijke tekst",
    "rule_made_by": "wie hem opstelde",
    "rule_origin": "wet of uitwerking",
    "rule_purpose": "het doel",
    "rule_alternative": "of het anders kan",
    "rule_strategies": "soorten oplossing",
}
CONTEXT_LABELS = {
    "context_what": "wat er gebeurt",
    "context_since": "sinds wanneer",
    "context_where": "waar",
    "context_whom": "bij wie",
}
CORE_LABELS = {"theme": "het thema", "lead_id": "wie het trekt"}


async def save_core(session: AsyncSession, reference: str, form: CoreForm, who: str) -> None:
    """Save the question, the theme and who pulls it. Raises UnknownDossier, ChangedMeanwhile, ChoiceRefused."""
    dossier = await held(session, reference)
    await same_version(session, dossier, Section.CORE, (form.version, dossier.core_version))
    if form.lead_id and form.lead_id != dossier.lead_id and form.lead_id not in await active_members(session):
        raise ChoiceRefused("lead_id")
    changed = _save(dossier, form)
    if not changed:
        return
    dossier.core_version += 1
    parts = [f"Schreef als vraag: {form.question}"] if "question" in changed else []
    others = [name for name in changed if name in CORE_LABELS]
    parts += [_changes(others, CORE_LABELS)] if others else []
    await record(session, dossier, who, "\n".join(parts), Section.CORE)


async def save_context(session: AsyncSession, reference: str, form: ContextForm, who: str) -> None:
    """Save what happens, since when, where and with whom. Raises UnknownDossier, ChangedMeanwhile."""
    dossier = await held(session, reference)
    await same_version(session, dossier, Section.CONTEXT, (form.version, dossier.context_version))
    changed = _save(dossier, form)
    if changed:
        dossier.context_version += 1
        await record(session, dossier, who, _changes(changed, CONTEXT_LABELS), Section.CONTEXT)


async def save_rule(session: AsyncSession, reference: str, form: RuleForm, who: str) -> None:
    """Save what the rule says and is for. Raises UnknownDossier, ChangedMeanwhile."""
    dossier = await held(session, reference)
    await same_version(session, dossier, Section.RULE, (form.version, dossier.rule_version))
    changed = _save(dossier, form)
    if changed:
        dossier.rule_version += 1
        await record(session, dossier, who, _changes(changed, RULE_LABELS), Section.RULE)


def _changes(changed: list[str], labels: Mapping[str, str]) -> str:
    return f"Paste aan: {', '.join(labels[name] for name in changed)}."


def _save(dossier: Dossier, form: SectionForm) -> list[str]:
    """Put what was filled in in the dossier; the names of what is different now."""
    given = form.model_dump(exclude={"version"})
    changed = [name for name, value in given.items() if value != getattr(dossier, name)]
    dossier.sqlmodel_update(given)
    return changed
