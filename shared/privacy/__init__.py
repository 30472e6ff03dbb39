"""Finds what may tell who a patient is, before a text is stored."""
