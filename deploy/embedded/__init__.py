"""The whole system on one machine: PostgreSQL, NATS, web, worker and a mail sink under one supervisor."""
