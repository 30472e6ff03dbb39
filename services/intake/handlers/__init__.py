"""What can happen at the desk. Each function decides, stores, and adds facts to the outbox; none commits."""
