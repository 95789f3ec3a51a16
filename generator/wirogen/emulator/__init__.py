"""A local Wiro: the service as wiro-api.md describes it, on this machine, without an
account and without costs.

`serve` runs it beside a program's own tests, `run_server` in the foreground, and
`create_app` gives it as an ASGI application. `docs/local-wiro.md` tells how to use it.
"""

from wirogen.emulator.app import create_app
from wirogen.emulator.faults import Fault, Faults
from wirogen.emulator.server import Serving, run_server, serve

__all__ = ["Fault", "Faults", "Serving", "create_app", "run_server", "serve"]
