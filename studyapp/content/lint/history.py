"""What version control knows: an option that changed while its reason did not (F35)."""

from __future__ import annotations

from collections.abc import Iterator

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.registry import Hit, W, item_check
from studyapp.content.lint.source import Choice, Item


@item_check(
    "F35", "An option changed, its reason did not", W,
    kinds=("single", "multiple"),
    why="The reason may now explain words that are gone. Blind answers never show that.",
    do="Read the reason beside the new option, and correct it; then answer the item again.",
)  # fmt: skip
def option_without_reason(item: Item, bank: Bank) -> Iterator[Hit]:
    """An option's text differs from the last commit (or that of `--since`), its reason is the same."""
    before = bank.committed.get(item.id)
    if before is None:
        return
    old_texts = {option.text.normal for option in before.options}
    reasons = {option.reason.normal: option for option in before.options if option.reason}
    for option in item.options:
        old = reasons.get(option.reason.normal)
        if old is not None and option.text.normal not in old_texts:
            yield Hit(
                f"the option was {_short(old)!r} in the commit before; its reason is unchanged",
                option.text, option.text.text,
            )  # fmt: skip


def _short(option: Choice) -> str:
    text = " ".join(option.text.text.split())
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
