"""Every secret that one installation needs, for its `.env`."""

from deploy.embedded import secrets
from deploy.nats.permissions import PROVISION
from deploy.services import SERVICES


def fresh_secrets() -> dict[str, str]:
    """New values for every variable of `.env` that nobody may guess."""
    session_key = secrets.new_session_key()
    seeds = {user: secrets.new_seed() for user in (*SERVICES, PROVISION)}
    return {
        "SECRET_KEY": secrets.new_secret_key(),
        "SESSION_PUBLIC_KEY": secrets.public_part(session_key),
        "ACCOUNTS_SESSION_PRIVATE_KEY": session_key,
        "POSTGRES_PASSWORD": secrets.new_secret_key(),
        **{f"DATABASE_PASSWORD_{who.upper()}": secrets.new_secret_key() for who in ("owner", *SERVICES)},
        **{f"NATS_SEED_{user.upper()}": seed for user, seed in seeds.items()},
        **{f"NATS_KEY_{user.upper()}": secrets.public_key(seed) for user, seed in seeds.items()},
    }
