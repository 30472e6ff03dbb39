"""What administrators said about themes: knowledge keeps it, and every service that follows has the same table."""

from types import ModuleType

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.records import NAMING
from shared.themes.standing import Said

theming = MetaData(naming_convention=NAMING)

themes = Table(
    "themes",
    theming,
    Column("code", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("retired", Boolean, nullable=False),
)


def create_themes_table(op: ModuleType) -> None:
    """Create the table; in a migration."""
    theming.create_all(op.get_bind(), checkfirst=False)


async def said_about_themes(session: AsyncSession) -> dict[str, Said]:
    """What was said last about each theme; a theme that stands as it was at first may be left out."""
    rows = await session.execute(select(themes))
    return {row.code: Said(row.revision, row.label, row.retired) for row in rows}


async def put_theme(session: AsyncSession, code: str, said: Said) -> None:
    """Keep what is said about a theme, unless something newer is known."""
    values = {"revision": said.revision, "label": said.label, "retired": said.retired}
    row = insert(themes).values(code=code, **values)
    newer = themes.c.revision < said.revision
    await session.execute(row.on_conflict_do_update(index_elements=[themes.c.code], set_=values, where=newer))
