from services.accounts.handlers.absences import be_back
from services.accounts.handlers.audit import note_seen
from services.accounts.handlers.by_organisation import sign_in_by_organisation
from services.accounts.handlers.links import ask_new_password, settle_mail
from services.accounts.handlers.members import (
    add_member,
    change_role,
    choose_shortcuts,
    end,
    invite,
    invite_again,
    let_set_up_anew,
    pause,
    resume,
)
from services.accounts.handlers.names import (
    allow_name,
    allowed_names,
    changes_of_names,
    keep_party,
    parties_left_out,
    take_name_off,
)
from services.accounts.handlers.second_step import take_app_away
from services.accounts.handlers.sessions import end_own, end_sessions_of, forget_old, sign_out, signed_in_member
from services.accounts.handlers.signing_in import sign_in

__all__ = [
    "add_member",
    "allow_name",
    "allowed_names",
    "ask_new_password",
    "be_back",
    "change_role",
    "changes_of_names",
    "choose_shortcuts",
    "end",
    "end_own",
    "end_sessions_of",
    "forget_old",
    "invite",
    "invite_again",
    "keep_party",
    "let_set_up_anew",
    "note_seen",
    "parties_left_out",
    "pause",
    "resume",
    "settle_mail",
    "sign_in",
    "sign_in_by_organisation",
    "sign_out",
    "signed_in_member",
    "take_app_away",
    "take_name_off",
]
