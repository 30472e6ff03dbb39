"""What the notifier does with what it hears: remember, tell, mail, and show beforehand. Nothing here commits."""
