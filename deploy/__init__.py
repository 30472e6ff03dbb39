"""How RegelWijzer is installed, started and deployed."""
