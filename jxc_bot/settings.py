"""The settings, from the environment or a ``.env`` file: the only reader of either.

Every name begins with ``JXC_``. What is missing or wrong is told in one sentence that names it (``SettingError``).
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.numbers import is_currency
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from models.operation import Company

TELEGRAM = "https://api.telegram.org"
PREFIX = "JXC_"
OF_OTHERS = {"JXC_HOST"}
"""Of the proxy in deploy/compose.yaml, which shares our .env."""


class SettingError(Exception):
    """A setting is missing or wrong; the text is one sentence for the operator, and names it."""


class Settings(BaseSettings):
    """What the operator decides. Secrets are never shown or logged."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    telegram_token: SecretStr = SecretStr("")
    """The bot's token; needed to run, not for the other commands."""
    telegram_api_url: str = TELEGRAM
    """Root of the Bot API: ``<root>/bot<token>/<method>``, files at ``<root>/file/bot<token>/…``."""
    telegram_proxy: str = ""
    """An HTTP proxy on the way to the Bot API, where one is needed."""
    database_url: str = ""
    """``sqlite:///path`` or ``postgresql://…``; empty: SQLite in the data directory."""
    data_dir: Path = Path("data")
    timezone: str = "Asia/Shanghai"
    """The company's zone: a day begins when it begins here."""
    currency: str = "CNY"
    locale: str = "zh_CN"
    """The company's language, for whoever has chosen none."""
    company_name: str = Field("", max_length=80)
    """The company's own name on the documents it sends; empty: just “buyer”, in the reader's language."""
    company_address: str = Field("", max_length=120)
    company_phone: str = Field("", max_length=40)
    company_tax_number: str = Field("", max_length=40)
    company_bank: str = Field("", max_length=120)
    """Bank and account."""
    webhook_url: str = ""
    """The https address that Telegram reaches us at; empty: we ask for updates (polling)."""
    webhook_secret: SecretStr = SecretStr("")
    """What Telegram must send along (1–256 of A–Z a–z 0–9 _ -)."""
    http_host: str = "127.0.0.1"
    http_port: int = Field(8080, ge=0, le=65535)
    """Of the webhook, ``/healthz``, ``/readyz`` and ``/metrics``; 0: any free port."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    send_limits: Literal["auto", "telegram", "learned"] = "auto"
    """``telegram``: never faster than Telegram's published rates; ``learned``: as fast as the server lets us, and
    slowly where it said 429; ``auto``: the first at Telegram itself, the second elsewhere."""

    @field_validator("log_level", "log_format", "send_limits", mode="before")
    @classmethod
    def _small(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("company_name", "company_address", "company_phone", "company_tax_number", "company_bank")
    @classmethod
    def _on_paper(cls, value: str) -> str:
        shown = " ".join(value.split())
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in shown):
            raise ValueError("has a character that cannot be printed")
        return shown

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value().strip()
        if re.search(r"[\s/?#%]", token):
            raise ValueError("is not a bot token (it looks like 123456:ABC-DEF and comes from BotFather)")
        return SecretStr(token)

    @field_validator("telegram_api_url", "telegram_proxy", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        value = value.strip().rstrip("/")
        try:
            parts = urlsplit(value)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:  # of the port, or of an IPv6 address
            good = False
        if value and not good:
            raise ValueError("must be an http:// or https:// address")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        value = value.strip()
        if value and not re.match(r"(sqlite:///|postgres(ql)?(\+psycopg)?://)[^\s]", value):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        try:
            make_url(value or "sqlite://")
        except (ArgumentError, ValueError):
            raise ValueError("is not an address such as postgresql://user:password@host:5432/name") from None
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value.strip()).key
        except (ValueError, OSError, ZoneInfoNotFoundError) as error:
            raise ValueError("is not a time zone (such as Asia/Shanghai)") from error

    @field_validator("currency")
    @classmethod
    def _currency(cls, value: str) -> str:
        value = value.strip().upper()
        if not is_currency(value):
            raise ValueError("is not a currency code (such as CNY)")
        return value

    @field_validator("locale")
    @classmethod
    def _locale(cls, value: str) -> str:
        value = value.strip().replace("-", "_")
        try:
            Locale.parse(value)
            return value
        except (ValueError, UnknownLocaleError) as error:
            raise ValueError("is not a locale (such as zh_CN or en)") from error

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("must be 1 to 256 of the characters A-Z a-z 0-9 _ -")
        return value

    @model_validator(mode="after")
    def _webhook_is_guarded(self) -> Settings:
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise ValueError(f"{PREFIX}WEBHOOK_SECRET is missing: a webhook needs one ({PREFIX}WEBHOOK_URL is set)")
        return self

    @property
    def database(self) -> str:
        """The database's URL, the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'jxc.sqlite3'}"

    @property
    def company(self) -> Company:
        """The facts every operation may use."""
        return Company(
            zone=ZoneInfo(self.timezone),
            currency=self.currency,
            locale=self.locale,
            name=self.company_name,
            address=self.company_address,
            phone=self.company_phone,
            tax_number=self.company_tax_number,
            bank=self.company_bank,
        )

    def token(self) -> str:
        """The bot's token. Raises SettingError where there is none."""
        token = self.telegram_token.get_secret_value()
        if not token:
            raise SettingError(f"{PREFIX}TELEGRAM_TOKEN is missing: set it to the token that BotFather gave you.")
        return token


def unknown() -> list[str]:
    """Names that begin as ours do and are no setting: slips of the pen, most likely."""
    given = {*os.environ, *dotenv_values(".env", encoding="utf-8")}
    ours = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | OF_OTHERS
    return sorted(name for name in given if name.upper().startswith(PREFIX) and name.upper() not in ours)


def load() -> Settings:
    """The settings as they are now. Raises SettingError, one sentence for the first thing that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        reason = problem["msg"].removeprefix("Value error, ").replace("Input should", "must")
        reason = reason.replace("String should", "must").split(", unable")[0]
        name = f"{PREFIX}{problem['loc'][0]} ".upper() if problem["loc"] else ""
        raise SettingError(f"{name}{reason}.") from None
    except UnicodeError:
        raise SettingError("The file .env with the JXC_ settings is not written in UTF-8.") from None
    except OSError as error:
        raise SettingError(
            f"The file .env, where JXC_ settings are read from, cannot be read: {error.strerror}."
        ) from None
