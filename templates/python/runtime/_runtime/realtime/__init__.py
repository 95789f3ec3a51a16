"""What a task says while it runs: its events, its socket, sessions with it."""
