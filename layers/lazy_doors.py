"""Lets a package's `__init__.py` load what it re-exports only when somebody asks for that name (PEP 562).

Powertools' doors load the resolvers and events of every AWS service, asyncio included, for the one that we use, and
cryptography's load SSH's formats for a PEM: see ADR 0043 for what that costs a cold start. Every name stays importable;
what a door does besides re-exporting still happens.
"""

import ast
import sys
from pathlib import Path

DOORS = (
    "aws_lambda_powertools",
    "aws_lambda_powertools/event_handler",
    "aws_lambda_powertools/event_handler/openapi",
    "aws_lambda_powertools/utilities/data_classes",
    "cryptography/hazmat/primitives/serialization",
)
_GETATTR = """

_PLACES = {places!r}


def __getattr__(name):
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    found = globals()[name] = getattr(import_module(_PLACES[name], __name__), name)
    return found
"""


def main(root: Path) -> None:
    """Change the doors of the packages installed under `root`."""
    for door in DOORS:
        file = root / door / "__init__.py"
        if file.exists():
            file.write_text(lazy(file.read_text()))


def lazy(source: str) -> str:
    """The door without the imports of what `__all__` alone names, and with a `__getattr__` that does them by name."""
    module = ast.parse(source)
    exported = _exported(module) - _used(module)
    places: dict[str, str] = {}
    kept: list[ast.stmt] = []
    for statement in module.body:
        if isinstance(statement, ast.ImportFrom) and _can_wait(statement, exported):
            places |= {name.name: "." * statement.level + str(statement.module) for name in statement.names}
        else:
            kept.append(statement)
    return ast.unparse(ast.Module(kept, [])) + _GETATTR.format(places=places)


def _exported(module: ast.Module) -> set[str]:
    """The names in `__all__`."""
    for statement in module.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__":
            return set(ast.literal_eval(statement.value))
    return set()


def _used(module: ast.Module) -> set[str]:
    """The names that the door itself needs."""
    return {one.id for one in ast.walk(module) if isinstance(one, ast.Name)}


def _can_wait(statement: ast.ImportFrom, exported: set[str]) -> bool:
    """Whether it only re-exports; a name that is also its module's name would later be found as the module."""
    own = str(statement.module).rpartition(".")[2]
    return all(name.name in exported - {own} and name.asname is None for name in statement.names)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
