"""Moves imports of a layer's packages to where functions use them, and an ordinary request comes by none of those places.

What Python's own lazy imports (PEP 810) will do, done at the build: see ADR 0043. An import that cannot wait, or that a new
version of its package no longer has, stops the build.
"""

import ast
import sys
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType

# Traces, help texts, profiles in files, single sign-on, HTTP/2, plugins, fractions: in each file, the modules that wait.
LATE = {
    "aws_lambda_powertools/middleware_factory/factory.py": {"aws_lambda_powertools.tracing"},
    "botocore/configloader.py": {"configparser"},
    "botocore/credentials.py": {"dateutil.parser"},
    "botocore/docs/__init__.py": {"botocore.docs.service"},
    "botocore/docs/docstring.py": {
        "botocore.docs.bcdoc.restdoc",
        "botocore.docs.method",
        "botocore.docs.paginator",
        "botocore.docs.waiter",
    },
    "botocore/tokens.py": {"dateutil.parser"},
    "botocore/utils.py": {"dateutil.parser"},
    "pydantic/plugin/_loader.py": {"importlib.metadata"},
    "pydantic_core/core_schema.py": {"fractions"},
    "urllib3/http2/__init__.py": {"importlib.metadata"},
}
Import = ast.Import | ast.ImportFrom


def main(root: Path) -> None:
    """Change those of the files that are installed under `root`."""
    for place, modules in LATE.items():
        file = root / place
        if file.exists():
            file.write_text(late(file.read_text(), modules))


def late(source: str, modules: set[str]) -> str:
    """The source with its imports of `modules` inside the functions that use them. Raises ValueError when one cannot be moved."""
    module = ast.parse(source)
    moved = {name: one for one in module.body if isinstance(one, Import) for name in _bound(one, modules)}
    if lost := modules - {found for one in moved.values() for found in _modules(one)}:
        raise ValueError(f"no longer imported: {sorted(lost)}")
    module.body = [one for one in module.body if one not in moved.values()]
    if needed := moved.keys() & _at_once(compile(module, "module", "exec")):
        raise ValueError(f"needed while the module is loaded: {sorted(needed)}")
    _Functions(moved).visit(module)
    return ast.unparse(module)


class _Functions(ast.NodeTransformer):
    """Puts each import before the first statement that needs it, in the innermost function or branch that holds them all."""

    def __init__(self, moved: dict[str, Import]) -> None:
        self.moved = moved

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        return self._with_imports(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        return self._with_imports(node)

    def _with_imports[F: (ast.FunctionDef, ast.AsyncFunctionDef)](self, function: F) -> F:
        used = self.moved.keys() & _anywhere(compile(ast.Module([function], []), "function", "exec"))
        for statement in dict.fromkeys(self.moved[name] for name in sorted(used)):
            _place(statement, {name for name in used if self.moved[name] is statement}, function.body)
        return function


def _place(statement: Import, names: set[str], body: list[ast.stmt]) -> None:
    users = [one for one in body if names & _named(one)]
    parts = _parts(users[0]) if len(users) == 1 else None
    inner = [part for part in parts[1] if any(names & _named(one) for one in part)] if parts else []
    if parts and len(inner) == 1 and not names & parts[0]:
        _place(statement, names, inner[0])
    else:
        body.insert(body.index(users[0]) if users else 0, statement)


def _parts(statement: ast.stmt) -> tuple[set[str], list[list[ast.stmt]]] | None:
    """The names of a compound statement's head, and its bodies. Loops stay whole: they would import each time."""
    match statement:
        case ast.If():
            return _named(statement.test), [statement.body, statement.orelse]
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            head = [*statement.decorator_list, statement.args, *([statement.returns] if statement.returns else [])]
            return set().union(*map(_named, head)), [statement.body]
    return None


def _named(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _modules(statement: Import) -> set[str]:
    """`x.y` of both `import x.y` and `from x.y import z`."""
    if isinstance(statement, ast.ImportFrom):
        return {str(statement.module)} if not statement.level else set()
    return {alias.name for alias in statement.names}


def _bound(statement: Import, modules: set[str]) -> set[str]:
    """The names that an import of one of `modules` binds; none for another import."""
    if not _modules(statement) & modules:
        return set()
    if isinstance(statement, ast.ImportFrom):
        return {alias.asname or alias.name for alias in statement.names}
    return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}


def _at_once(code: CodeType) -> set[str]:
    """The names that run with the module itself: its own, its classes', and those of expressions that are functions inside."""
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    now = [one for one in inner if not one.co_flags & CO_OPTIMIZED or one.co_name.startswith("<")]
    return set(code.co_names).union(*map(_at_once, now))


def _anywhere(code: CodeType) -> set[str]:
    return set(code.co_names).union(*(_anywhere(one) for one in code.co_consts if isinstance(one, CodeType)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
