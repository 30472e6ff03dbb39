from services.intake import domain


def test_a_practice_keeps_its_pseudonym_and_shares_it_with_no_other() -> None:
    molen = domain.practice_id("Praktijk De Molen", None)
    assert molen == domain.practice_id("praktijk de molen ", None)
    assert molen != domain.practice_id("Praktijk De Brug", None)
    assert domain.practice_id("Praktijk De Molen", "01999004") == domain.practice_id("De Molen", "01999004")


def test_a_link_needs_both_seed_and_key() -> None:
    seed = domain.new_link_seed()
    token = domain.link_token(seed, "the key of this server")
    assert token == domain.link_token(seed, "the key of this server")
    assert token not in (domain.link_token(seed, "another key"), domain.link_token(domain.new_link_seed(), "the key"))
    assert token.encode() not in domain.link_hash(token)
