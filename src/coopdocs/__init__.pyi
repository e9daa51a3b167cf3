from pathlib import Path

from coopdocs.api.kit import OpenKit as OpenKit
from coopdocs.api.kit import open_kit as open_kit
from coopdocs.api.planned import Plan as Plan
from coopdocs.api.verifying import verify_files as verify_files
from coopdocs.errors import CoopdocsError as CoopdocsError
from coopdocs.problem import ContentError as ContentError
from coopdocs.targets import Selection as Selection

__version__: str

def packaged(name: str) -> Path: ...
