"""Many runs at a time, kept in a journal."""
