from fastapi import APIRouter

from services.knowledge.routes import contacts, items, parties, searching, themes

router = APIRouter(include_in_schema=False)
for part in (items, parties, contacts, themes, searching):
    router.include_router(part.router)
