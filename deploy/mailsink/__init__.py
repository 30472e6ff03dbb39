"""A mailbox for one machine: takes every mail by SMTP, keeps it, shows it on a page and as JSON."""
