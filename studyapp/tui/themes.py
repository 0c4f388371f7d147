"""Four themes. Styles use only the variables of `VARIABLES`; tests/tui/test_themes.py computes contrast.

| variable | what it colours |
|---|---|
| `$background` | the paper |
| `$raised` | the marked line, a field |
| `$ink` | what is read: stem, definition, heading |
| `$foreground` | text |
| `$dim` | furniture |
| `$accent` | the one accent: keys, the mark, a link |
| `$right` `$wrong` `$notice` | always beside a symbol and a word |
| `$on-accent` | text on an accent background |
| `$track` | scroll bars |
"""

from __future__ import annotations

from textual.theme import Theme

VARIABLES = (
    "background",
    "raised",
    "ink",
    "foreground",
    "dim",
    "accent",
    "right",
    "wrong",
    "notice",
    "on-accent",
)
"""What styles may use."""

TEXT = ("ink", "foreground", "dim", "accent", "right", "wrong", "notice")
"""What stands on `$background` and on `$raised`."""

DEFAULT = "studyapp-dark"


def _theme(name: str, dark: bool, **colours: str) -> Theme:
    """A theme whose Textual variables all derive from ours, so that built-in widgets keep the contrast."""
    own = {key.replace("_", "-"): value for key, value in colours.items()}
    ink, raised, dim, accent = own["ink"], own["raised"], own["dim"], own["accent"]
    variables = own | {
        "block-cursor-background": raised,
        "block-cursor-foreground": ink,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": raised,
        "block-cursor-blurred-foreground": ink,
        "block-hover-background": raised,
        "border": accent,
        "border-blurred": dim,
        "text": own["foreground"],
        "text-muted": dim,
        "text-disabled": dim,
        "foreground-muted": dim,
        "foreground-disabled": dim,
        "input-cursor-background": ink,
        "input-cursor-foreground": own["background"],
        "input-selection-background": accent,
        "input-selection-foreground": own["on-accent"],
        "link-color": accent,
        "link-background-hover": raised,
        "link-color-hover": ink,
        "scrollbar": own["track"],
        "scrollbar-hover": accent,
        "scrollbar-active": accent,
        "scrollbar-background": own["background"],
        "scrollbar-background-hover": own["background"],
        "scrollbar-background-active": own["background"],
        "scrollbar-corner-color": own["background"],
        "footer-background": own["background"],
        "footer-foreground": dim,
        "footer-key-foreground": accent,
        "footer-description-foreground": dim,
    }
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=accent,
        accent=accent,
        foreground=own["foreground"],
        background=own["background"],
        surface=own["background"],
        panel=raised,
        success=own["right"],
        error=own["wrong"],
        warning=own["notice"],
        variables=variables,
    )


THEMES: tuple[Theme, ...] = (
    _theme(
        "studyapp-dark",
        dark=True,
        background="#14171c",
        raised="#232a35",
        ink="#f3f5f7",
        foreground="#cfd5dd",
        dim="#97a1ae",
        accent="#6cb6ff",
        right="#7bd88f",
        wrong="#ff9a8d",
        notice="#e8c46a",
        track="#3d4756",
        on_accent="#0b1016",
    ),
    _theme(
        "studyapp-light",
        dark=False,
        background="#fbfaf7",
        raised="#e8eaee",
        ink="#14171c",
        foreground="#2f3640",
        dim="#565f6b",
        accent="#0a57a4",
        right="#17682f",
        wrong="#a8281a",
        notice="#7a4f00",
        track="#c0c6cf",
        on_accent="#ffffff",
    ),
    _theme(
        "studyapp-contrast",
        dark=True,
        background="#000000",
        raised="#1f2a44",
        ink="#ffffff",
        foreground="#ffffff",
        dim="#d6d6d6",
        accent="#ffe45c",
        right="#8dff9c",
        wrong="#ffb3aa",
        notice="#ffd27a",
        track="#d6d6d6",
        on_accent="#000000",
    ),
    # Okabe & Ito (2008): sky blue, bluish green, orange; vermillion lightened for contrast on dark.
    _theme(
        "studyapp-safe",
        dark=True,
        background="#11151a",
        raised="#212a36",
        ink="#f5f5f5",
        foreground="#d5dae0",
        dim="#9aa5b1",
        accent="#f0e442",
        right="#56b4e9",
        wrong="#ff8a4c",
        notice="#e69f00",
        track="#3d4756",
        on_accent="#000000",
    ),
)

BY_NAME = {theme.name: theme for theme in THEMES}
