"""Texts in Markdown: all that CommonMark and its usual additions know; `check` says what the kit's formats take."""

from __future__ import annotations

from epreuve.draw import Draw

_SIMPLES = (
    "## {t}", "### {t}", "{t}", "{t}", "**{m}** {t}", "*{m}* et [{m}](https://www.exemple.fr/a) {t}", "- {t}\n- {t}",
    "1. {t}\n2. {t}", "- {t}\n\n  {t}\n- {t}", "{t}  \n{t}", "{t}\\\n{t}", "Voir <https://www.exemple.fr>.",
)  # fmt: skip
_RARES = (
    "- {t}\n  - {t}\n    - {t}", "1. {t}\n   - {t}", "> {t}", "`{m}` {t}", "```\n{m}\n```", "---", "#### {t}", "# {t}",
    "| {m} | {m} |\n|---|---|\n| {m} | {m} |", "![{m}](image.png)", "<b>{m}</b> {t}", "{m}[^1]\n\n[^1]: {t}",
    "{t}\n===", "[{m}](#ancre)", "~~{m}~~", "- [ ] {t}", "    {t}", "{m}: {t}\n: {t}", "***{m}***", "* * *",
    "[{m}](mailto:a@b.fr)", "&amp; &eacute; &nbsp;{m}", "<!-- {m} -->",
)  # fmt: skip


def introduction(draw: Draw) -> str:
    """A text of no block to thirty."""
    rares = draw.rng.choice((0, 0.1, 0.5))
    blocs = []
    for _ in range(draw.rng.choice((0, 1, 3, 8, 30))):
        forme = draw.rng.choice(_RARES if draw.chance(rares) else _SIMPLES)
        while "{t}" in forme or "{m}" in forme:
            at = min(i for mark in ("{t}", "{m}") if (i := forme.find(mark)) >= 0)
            word = draw.texte() if forme[at : at + 3] == "{t}" else "mot"
            forme = forme[:at] + word.replace("{", "(").replace("}", ")") + forme[at + 3 :]
        blocs.append(forme)
    return "\n\n".join(blocs or ["## Lire ce guide"]) + "\n"
