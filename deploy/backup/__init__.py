"""Backup and restore: one encrypted file that holds the database, and what is needed to check it."""
