from fastapi import APIRouter

from services.knowledge.routes import contacts, items, parties, searching

router = APIRouter(include_in_schema=False)
for part in (items, parties, contacts, searching):
    router.include_router(part.router)
