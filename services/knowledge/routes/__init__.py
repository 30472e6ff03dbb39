from fastapi import APIRouter

from services.knowledge.routes import contacts, items, parties

router = APIRouter(include_in_schema=False)
for part in (items, parties, contacts):
    router.include_router(part.router)
