"""The parts of a dossier that are one form: saved whole, with a version."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import Section
from services.research.forms import CoreForm, RuleForm
from services.research.handlers.held import held, record, same_version

RULE_LABELS = {
    "rule_text": "de letterlijke tekst",
    "rule_made_by": "wie hem opstelde",
    "rule_origin": "wet of uitwerking",
    "rule_purpose": "het doel",
    "rule_alternative": "of het anders kan",
}


async def save_core(session: AsyncSession, reference: str, form: CoreForm, who: str) -> None:
    """Save the question in one sentence. Raises UnknownDossier, ChangedMeanwhile."""
    dossier = await held(session, reference)
    await same_version(session, dossier, Section.CORE, (form.version, dossier.core_version))
    if dossier.question == form.question:
        return
    dossier.question = form.question
    dossier.core_version += 1
    await record(session, dossier, who, f"Schreef als vraag: {form.question}", Section.CORE)


async def save_rule(session: AsyncSession, reference: str, form: RuleForm, who: str) -> None:
    """Save what the rule says and is for. Raises UnknownDossier, ChangedMeanwhile."""
    dossier = await held(session, reference)
    await same_version(session, dossier, Section.RULE, (form.version, dossier.rule_version))
    given = form.model_dump(mode="json", exclude={"version"})
    changed = [name for name, text in given.items() if text != getattr(dossier, name)]
    if not changed:
        return
    dossier.sqlmodel_update(given)
    dossier.rule_version += 1
    text = f"Paste aan: {', '.join(RULE_LABELS[name] for name in changed)}."
    await record(session, dossier, who, text, Section.RULE)
