from services.accounts.handlers.members import add_member, change_role, deactivate
from services.accounts.handlers.sessions import forget_old, sign_in, sign_out, signed_in_member

__all__ = [
    "add_member",
    "change_role",
    "deactivate",
    "forget_old",
    "sign_in",
    "sign_out",
    "signed_in_member",
]
