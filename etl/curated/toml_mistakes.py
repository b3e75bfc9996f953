"""What is wrong with a line that is no TOML, said to whoever wrote it by hand."""

from __future__ import annotations

import re

from data.messages import Message

STRING = re.compile(r"\"\"\".*|'''.*|\"(?:\\.|[^\"\\])*\"|'[^']*'")
# What a line may hold outside of its quotes that only looks like what TOML wants: (it, the phrase's key).
LOOKALIKES = (
    (re.compile("[“”„‟‘’＂＇「」『』]"), "toml_quotes"),
    (re.compile("＝"), "toml_equals"),
    (re.compile(r"^\s*[\w.\"'-]+\s*[：:]"), "toml_colon"),
    (re.compile("[［］【】〔〕]"), "toml_brackets"),
    (re.compile(r"=\s*\d{4}([-/.年])\d{1,2}(?:\1|月)\d{1,2}日?\s*$"), "toml_date"),
    (re.compile(r"=\s*(?!true\b|false\b|inf\b|nan\b)[^\s\"'\[{\d+#-]"), "toml_no_quotes"),
    (re.compile("＃"), "toml_comment"),
    (re.compile("[，、；]"), "toml_comma"),
)
# What the standard library says, and the phrase for it; the first that fits.
MISTAKES = (
    (
        re.compile(r"Unterminated string|Illegal character '\\n'|Expected \"'''\"|Expected '\"\"\"'"),
        "toml_unclosed_quote",
    ),
    (re.compile("Unclosed array"), "toml_unclosed_list"),
    (re.compile("Unclosed inline table"), "toml_unclosed_table"),
    (re.compile("Cannot overwrite|Duplicate inline"), "toml_key_twice"),
    (re.compile("Cannot declare|Cannot mutate"), "toml_table_twice"),
    (re.compile("Expected '='|Invalid initial character|Invalid statement"), "toml_no_equals"),
    (re.compile(r"Expected '\]'|Expected '\]\]'"), "toml_unclosed_head"),
    (re.compile("Expected newline or end of document"), "toml_more_on_line"),
    (re.compile(r"Unescaped|Invalid hex|Escaped character"), "toml_backslash"),
    (re.compile("Invalid date"), "toml_date"),
    (re.compile("Invalid value"), "toml_value"),
)


def mistake_in(line: str, message: str) -> Message:
    """Return what is wrong with a line, or else what the standard library said of it."""
    outside = STRING.sub('""', line).partition("#")[0]
    for lookalike, phrase in LOOKALIKES:
        if match := lookalike.search(outside):
            return Message(f"phrase.{phrase}", {"sign": match[0].strip()[-1:]})
    phrase = next((phrase for words, phrase in MISTAKES if words.search(message)), "toml_other")
    return Message(f"phrase.{phrase}", {"why": message})
