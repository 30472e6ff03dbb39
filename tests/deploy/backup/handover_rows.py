"""A handover whose package is on its way, and whether the notifier had heard of it: SQL for a database of a test."""

A_SENT_HANDOVER = """
    with sent as (
        insert into escalation.handovers (id, reference, state, party_id, party_name, created_at, changed_at, version,
            title, practices, minutes_per_month, contact_name, contact_email, mail_subject, paragraphs, mailed_at,
            delivery)
        values (gen_random_uuid(), 'H-26-00{number}', 'sent', gen_random_uuid(), 'HIT', now(), now(), 0, 'Machtigingen',
            1, 60, 'An', 'an@example.nl', 'Machtigingen', '["Dag"]', now(), 'pending')
        returning id)"""
NOT_HEARD = " select id from sent"
HEARD = """
    insert into notifier.mails (id, source_id, purpose, about_id, state, dated_at, next_try_at, tries, relay_waits,
        resent)
    select gen_random_uuid(), gen_random_uuid(), 'package', id, 'pending', now(), now(), 0, 0, false from sent"""
