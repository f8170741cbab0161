"""Settings: every name begins with JXC_, and what is wrong is told in one sentence that names it."""

from __future__ import annotations

import os

import pytest

from jxc_bot.settings import SettingError, load, unknown


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "API_URL"):
        monkeypatch.delenv(f"JXC_TELEGRAM_{name}", raising=False)
    for name in ("DATABASE_URL", "DATA_DIR", "TIMEZONE", "CURRENCY", "LOCALE", "WEBHOOK_URL", "WEBHOOK_SECRET"):
        monkeypatch.delenv(f"JXC_{name}", raising=False)


def test_the_defaults_are_a_chinese_company_on_sqlite() -> None:
    settings = load()
    assert (settings.timezone, settings.currency, settings.locale) == ("Asia/Shanghai", "CNY", "zh_CN")
    assert settings.database == "sqlite:///data/jxc.sqlite3"
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.http_host == "127.0.0.1"
    assert settings.company.zone.key == "Asia/Shanghai"


def test_a_dot_env_file_is_read(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("JXC_TELEGRAM_TOKEN=1:abc\nJXC_CURRENCY=usd\nOTHER=ignored\n")
    settings = load()
    assert settings.token() == "1:abc"
    assert settings.currency == "USD"
    monkeypatch.setenv("JXC_CURRENCY", "EUR")
    assert load().currency == "EUR"


def test_an_empty_setting_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JXC_HTTP_PORT", "")
    monkeypatch.setenv("JXC_DATABASE_URL", "")
    assert load().http_port == 8080


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JXC_HTTP_PORT", "many"),
        ("JXC_HTTP_PORT", "70000"),
        ("JXC_TIMEZONE", "Mars/Base"),
        ("JXC_TIMEZONE", "../../etc/passwd"),
        ("JXC_CURRENCY", "YUAN"),
        ("JXC_LOCALE", "klingon!"),
        ("JXC_LOG_LEVEL", "loud"),
        ("JXC_DATABASE_URL", "mysql://root@localhost/x"),
        ("JXC_TELEGRAM_TOKEN", "12 34"),
        ("JXC_TELEGRAM_API_URL", "api.telegram.org"),
        ("JXC_WEBHOOK_SECRET", "geheim!"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as told:
        load()
    sentence = str(told.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_missing_token_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingError, match="JXC_TELEGRAM_TOKEN is missing"):
        load().token()


def test_a_webhook_without_a_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JXC_WEBHOOK_URL", "https://shop.example")
    with pytest.raises(SettingError, match="JXC_WEBHOOK_SECRET is missing"):
        load()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JXC_TELEGRAM_TOKEN", "1:verysecret")
    assert "verysecret" not in repr(load())
    monkeypatch.setenv("JXC_TELEGRAM_TOKEN", "1:very secret")
    with pytest.raises(SettingError) as told:
        load()
    assert "secret" not in str(told.value)


def test_a_name_that_is_no_setting_is_noticed(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("JXC_")]:
        monkeypatch.delenv(name)
    (tmp_path / ".env").write_text("JXC_TIMEZON=Asia/Shanghai\nJXC_CURRENCY=CNY\nJXC_HOST=x\nOTHER=1\n")
    monkeypatch.setenv("JXC_TOKEN", "1:a")
    assert unknown() == ["JXC_TIMEZON", "JXC_TOKEN"]
