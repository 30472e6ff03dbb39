from deploy.nats.permissions import HeardPlace, provision_permissions, service_permissions

HEARD = HeardPlace("FACTS", "triage-report-submitted")
ADVISORY = HeardPlace("ADVISORY", "triage-max-deliveries")


def test_a_service_says_its_own_facts_and_nothing_wider() -> None:
    rules = service_permissions("triage", ["triage.case.opened.v1"], [HEARD], ADVISORY)
    assert "triage.case.opened.v1.*" in rules.publish
    assert not [subject for subject in rules.publish if subject in (">", "*", "triage.>", "$JS.API.>")]


def test_a_service_pulls_from_and_acknowledges_to_its_own_durables() -> None:
    rules = service_permissions("triage", [], [HEARD], ADVISORY)
    for at in ("FACTS.triage-report-submitted", "ADVISORY.triage-max-deliveries"):
        assert f"$JS.API.CONSUMER.INFO.{at}" in rules.publish
        assert f"$JS.API.CONSUMER.MSG.NEXT.{at}" in rules.publish
        assert f"$JS.ACK.{at}.>" in rules.publish
        assert f"$JS.ACK.*.*.{at}.>" in rules.publish
    assert rules.subscribe == ("_INBOX_triage.>",)


def test_a_service_sees_how_those_who_hear_its_facts_stand() -> None:
    rules = service_permissions("intake", ["intake.report.submitted.v1"], [], None, [HEARD])
    assert "$JS.API.CONSUMER.INFO.FACTS.triage-report-submitted" in rules.publish
    assert not [subject for subject in rules.publish if "MSG.NEXT" in subject or subject.startswith("$JS.ACK")]


def test_who_only_speaks_sees_how_the_stream_stands_and_reads_nothing() -> None:
    silent = service_permissions("accounts", ["accounts.member.changed.v1"], [], None)
    assert silent.publish == ("accounts.member.changed.v1.*", "$JS.API.STREAM.INFO.FACTS")


def test_the_provisioning_user_carries_no_facts() -> None:
    rules = provision_permissions()
    assert rules.publish == ("$JS.API.>",)
    assert rules.subscribe == ("_INBOX_provision.>",)


def test_only_who_erases_reads_and_deletes_messages() -> None:
    usual = service_permissions("triage", [], [HEARD], ADVISORY)
    eraser = service_permissions("triage", [], [HEARD], ADVISORY, clears=["FACTS", "PRIVATE"])
    more = {f"$JS.API.STREAM.MSG.{what}" for what in ("GET.PRIVATE", "DELETE.FACTS", "DELETE.PRIVATE")}
    assert set(eraser.publish) - set(usual.publish) == more
