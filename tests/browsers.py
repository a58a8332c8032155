"""Real browsers, each with a profile of its own."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import pytest
from selenium import webdriver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1100,1600",
)  # fmt: skip
NO_JAVASCRIPT = {"profile.managed_default_content_settings.javascript": 2}


@contextmanager
def browsing(profile: Path, *, javascript: bool = True) -> Iterator[WebDriver]:
    """Run a browser whose profile is a new folder."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        unavailable("no chromium and chromedriver here; .ci/run installs them")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    if not javascript:
        options.add_experimental_option("prefs", NO_JAVASCRIPT)
    running = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    running.implicitly_wait(5)
    yield running
    running.quit()


def unavailable(reason: str) -> NoReturn:
    """Skip a test for which something is missing here; fail it where CI=true promises that nothing is."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def console(browser: WebDriver) -> list[str]:
    """Give what the console says, since it was asked last."""
    return [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]


def requested(browser: WebDriver) -> list[str]:
    """Give the address of every request of the page, since it was asked last."""
    entries = browser.get_log("performance")  # type: ignore[no-untyped-call]
    messages = [json.loads(entry["message"])["message"] for entry in entries]
    sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
    return [request["request"]["url"] for request in sent]
