"""What a repository wants generated: `[tool.wirogen]` of its pyproject.toml, or its
wirogen.toml, which has the same settings at the top.

Everything is read strictly, and paths are relative to the file. The settings are
published as docs/schema/config.schema.json.
"""

from wirogen.config.beginning import (
    Beginning,
    begin_config,
    example_config,
    suggested_beginning,
)
from wirogen.config.config_file import config_in, read_config, tells_settings
from wirogen.config.discovery import (
    chosen_config,
    config_of,
    default_config,
    find_config,
)
from wirogen.config.lint import Accepted, LintPolicy
from wirogen.config.settings import (
    TARGETS,
    Config,
    OutputConfig,
    default_overrides,
    is_package_name,
    package_name_hint,
)

__all__ = [
    "TARGETS",
    "Accepted",
    "Beginning",
    "Config",
    "LintPolicy",
    "OutputConfig",
    "begin_config",
    "chosen_config",
    "config_in",
    "config_of",
    "default_config",
    "default_overrides",
    "example_config",
    "find_config",
    "is_package_name",
    "package_name_hint",
    "read_config",
    "suggested_beginning",
    "tells_settings",
]
