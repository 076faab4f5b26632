"""Which claims the tests name, read from their sources: markers in Python, the end of a test's name in vitest."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
_IN_A_NAME = re.compile(r"""\b(?:it|test)\((["'`]).*\((?P<claims>P\d[\w, ]*)\)\1""")


def named() -> Mapping[str, list[str]]:
    """Claim → the files that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for claim in _marked(ast.parse(path.read_text())):
            found[claim].append(path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "web").rglob("*.test.ts")):
        for line in _IN_A_NAME.finditer(path.read_text()):
            for claim in line["claims"].split(", "):
                found[claim].append(path.relative_to(ROOT).as_posix())
    return found


def _marked(tree: ast.Module) -> Iterator[str]:
    """What stands in `pytest.mark.claim(…)`, as a decorator, for a module or for one parameter."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="mark"), attr="claim")):
                for argument in node.args:
                    match argument:
                        case ast.Constant(value=str(claim)):
                            yield claim
                        case _:
                            raise AssertionError(f"line {node.lineno}: a claim is named literally")
