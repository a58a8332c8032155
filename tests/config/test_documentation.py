from __future__ import annotations

from pathlib import Path

import pytest

from kgpub.config import Setting, settings_table

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"
REPEATED = ("graphs", "texts", "check.paths", "check.suppress", "check.quotations")


@pytest.mark.parametrize("setting", settings_table(), ids=lambda setting: setting.name)
def test_every_setting_is_described_with_its_help_and_default(setting: Setting) -> None:
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")
    section = next(text for text in sections if f"`{heading(setting)}`" in text.splitlines()[0])
    row = next(line for line in section.splitlines() if line.startswith(f"| `{setting.key}` |"))
    assert setting.help in row
    assert default(setting) in row
    assert all(f"`{choice}`" in row for choice in setting.choices)


def heading(setting: Setting) -> str:
    return f"[[{setting.section}]]" if setting.section in REPEATED else f"[{setting.section}]"


def default(setting: Setting) -> str:
    if setting.is_required:
        return "required"
    value = setting.default
    if isinstance(value, bool):
        return f"`{value}`".lower()
    written = f"{list(value)}" if isinstance(value, tuple) else repr(value)
    return f"`{written}`".replace("'", '"')
