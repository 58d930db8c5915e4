"""Settings: every one has a default and a ``KG_…`` variable; the login of Neo4j has ``NEO4J_…``.

The place of the store (``KG_STORE``) and the server (``NEO4J_URI``) are options of the commands, which
know the variables; the base IRI (``KG_BASE``) belongs to ``kg.rdf``.
"""

from __future__ import annotations

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.errors import UsageError

_MEGA = 1_000_000


class Settings(BaseSettings):
    """What may be set from outside; the variable is the field's name in capitals behind ``KG_``."""

    model_config = SettingsConfigDict(env_prefix="KG_", extra="ignore", env_ignore_empty=True)

    max_file_mb: float = Field(default=20, gt=0, le=1000, description="megabytes of one file, page or standard input")
    max_text_chars: int = Field(default=_MEGA, gt=0, le=10 * _MEGA, description="characters of one article")
    max_line_chars: int = Field(default=200_000, gt=0, description="characters of one line")
    max_redirects: int = Field(default=5, ge=0, le=20, description="redirects followed for one address")
    timeout: float = Field(default=20, gt=0, le=600, description="seconds to wait for one address")
    neo4j_user: str = Field(default="neo4j", validation_alias="NEO4J_USER", description="user of the Neo4j server")
    neo4j_password: SecretStr | None = Field(
        default=None, validation_alias="NEO4J_PASSWORD", description="its password"
    )
    neo4j_database: str | None = Field(default=None, validation_alias="NEO4J_DATABASE", description="its database")

    @property
    def max_file_bytes(self) -> int:
        """The limit of one file in bytes."""
        return int(self.max_file_mb * _MEGA)


def settings() -> Settings:
    """Return the settings as the environment gives them now.

    Raises:
        UsageError: a variable holds a value it may not hold.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][0])
        name = place if place.startswith("NEO4J_") else f"KG_{place.upper()}"
        raise UsageError("usage_setting", name=name, value=first.get("input"), reason=first["msg"]) from error
