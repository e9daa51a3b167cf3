"""On how many examples a costly property is tried: few in `make test`, the same each time, many in a campaign."""

from hypothesis import settings


def examples(few: int) -> settings:
    """`few` of them in `make test`, ten times as many in `make epreuve`."""
    return settings(max_examples=few if settings.get_current_profile_name() == "fixe" else 10 * few)
