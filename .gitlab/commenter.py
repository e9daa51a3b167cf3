"""Writes a Markdown file as a note on the merge request at hand, always the same note.

    python3 commenter.py FICHIER.md

Reads CI_API_V4_URL, CI_MERGE_REQUEST_PROJECT_ID and CI_MERGE_REQUEST_IID, which GitLab gives, and COOPDOCS_JETON, a
project access token with scope `api`, since a job's own token may not write notes. Without it nothing is written.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

MARQUE = "<!-- coopdocs : ce qui change -->\n"
ATTENTE_S = 30
NOTE_MAX = 900_000
"""Characters; GitLab refuses a note of more than a million."""


def call(method: str, url: str, token: str, body: str | None = None) -> tuple[Any, str]:
    """The decoded answer, and the number of the next page or an empty text."""
    data = None if body is None else json.dumps({"body": body}).encode()
    headers = {"PRIVATE-TOKEN": token, "Content-Type": "application/json"}
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=ATTENTE_S) as answer:
        return json.load(answer), answer.headers.get("X-Next-Page", "")


def own_note(notes: str, token: str) -> int | None:
    """The number of the note written by an earlier run, None before the first."""
    page = "1"
    while page:
        found, page = call("GET", f"{notes}?per_page=100&page={page}", token)
        for note in found:
            if note["body"].startswith(MARQUE.strip()):
                return int(note["id"])
    return None


def main(fichier: str) -> int:
    token = os.environ.get("COOPDOCS_JETON")
    if not token:
        print("Pas de commentaire : la variable COOPDOCS_JETON n’est pas définie (voir docs/publier.md).")
        return 0
    place = "{CI_API_V4_URL}/projects/{CI_MERGE_REQUEST_PROJECT_ID}/merge_requests/{CI_MERGE_REQUEST_IID}/notes"
    notes = place.format_map(os.environ)
    text = MARQUE + Path(fichier).read_text(encoding="utf-8")[:NOTE_MAX]
    try:
        if (own := own_note(notes, token)) is None:
            call("POST", notes, token, text)
        else:
            call("PUT", f"{notes}/{own}", token, text)
    except urllib.error.URLError as error:
        print(f"Commentaire refusé par GitLab ({error}) : COOPDOCS_JETON est-il valable, avec la portée « api » ?")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
