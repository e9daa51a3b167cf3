"""Zip and tar files: those that anyone may have made, unpacked without trust; a release's own, the same bytes again."""
