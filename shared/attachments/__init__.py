"""Files that people send: what we take, how each is made harmless, where it is kept, and how it is handed out."""
