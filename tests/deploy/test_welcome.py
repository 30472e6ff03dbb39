from deploy.embedded import welcome
from services.accounts.demo import DEMO_MEMBERS, DEMO_PASSWORD


def test_the_sign_ins_it_names_are_those_of_accounts() -> None:
    named = {f"{name}@{welcome.DEMO_DOMAIN}" for name in welcome.DEMO_MEMBERS}
    assert named == {member.email for member in DEMO_MEMBERS}
    assert welcome.DEMO_PASSWORD == DEMO_PASSWORD
