"""The data a system starts with: known items and parties for every one, a whole team's work for the demo."""
