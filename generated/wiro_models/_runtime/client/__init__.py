"""The HTTP client: calls, answers, tasks, results, blocking and with `async`."""
