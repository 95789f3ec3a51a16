"""The command line of a generated package, with a made-up service."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner, Result

from runtime_cli.harness import PACKAGE, Command, Service, write_package


@pytest.fixture(scope="session")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package `cli_wiro_models`, to be put on the path."""
    folder = tmp_path_factory.mktemp("cli")
    write_package(folder / PACKAGE)
    return folder


@pytest.fixture(scope="session")
def package(package_folder: Path) -> Iterator[ModuleType]:
    """The package, imported."""
    sys.path.insert(0, str(package_folder))
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(package_folder))


@pytest.fixture
def part(package: ModuleType) -> Callable[[str], Any]:
    """A module of the package by its name."""
    return lambda name: importlib.import_module(f"{package.__name__}.{name}")


@pytest.fixture
def service(part: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Service:
    """The service that commands reach, without waiting between their calls."""
    service = Service()
    client = part("_runtime.client.client")
    real = client.Wiro

    def connected() -> Any:
        wiro = real(transport=httpx2.MockTransport(service))
        wiro._driver.sleep = lambda _seconds: None
        return wiro

    monkeypatch.setattr(client, "Wiro", connected)
    monkeypatch.setenv("WIRO_API_KEY", "planted-key")
    monkeypatch.setenv("WIRO_API_SECRET", "planted-secret")
    for name in ("WIRO_BASE_URL", "WIRO_SOCKET_URL"):
        monkeypatch.delenv(name, raising=False)
    return service


@pytest.fixture
def command(part: Callable[[str], Any]) -> Command:
    """Runs the command line in this process: `command("run", "wiro/instant-id", …)`."""
    program = part("_runtime.command_line.program").program
    cli = program(part("_registry").PACKAGE)

    def run(*args: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, list(args), input=stdin)

    return run
