"""The broker's configuration: one user per service, each with the least rights that work."""
