"""Files that people send: what we take, how each is made harmless, and where it is kept."""
