"""Find every error text in the source, with what to do: literals as they stand, values as `PATH` or `KEY`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workspace_agent.model import errors
from workspace_agent.model.errors import GoogleRefusal, WorkspaceAgentError

PACKAGE = Path(errors.__file__).parents[1]
_ALSO_SAID = {"ValueError"}
"""What a validator of the settings raises is printed with file and key before it."""
_VALIDATING = {"model", "settings", "settings_tables"}
_FILLED = re.compile(r"\{(\w+)\}")
_CORRECT = "correct the key that it names"


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text.

    Attributes:
        module: Where it is made, as in `ledger/keys`.
        said: What happened.
        advice: What to do; empty where the text itself says so.
        kind: The type of the error.
    """

    module: str
    said: str
    advice: str
    kind: str


def error_types() -> Mapping[str, type[WorkspaceAgentError]]:
    """Our errors by name; every one of them, once its module is loaded, is a subclass of the root."""
    found = {WorkspaceAgentError.__name__: WorkspaceAgentError}
    waiting = [WorkspaceAgentError]
    while waiting:
        for one in waiting.pop().__subclasses__():
            found[one.__name__] = one
            waiting.append(one)
    return found


def refusals() -> Iterator[tuple[str, type[GoogleRefusal]]]:
    """What is said of Google's answers: `METHOD: access denied (STATUS CODE)`."""
    for name, one in sorted(error_types().items()):
        if issubclass(one, GoogleRefusal) and one is not GoogleRefusal:
            yield name, one


def all_texts() -> tuple[Text, ...]:
    """Every text outside of the sandbox, in the order of the modules."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return tuple(text for path in paths if "sandbox" not in path.parts for text in _texts_of(path))


def _texts_of(path: Path) -> Iterator[Text]:
    module = str(path.relative_to(PACKAGE).with_suffix(""))
    tree = ast.parse(path.read_text(encoding="utf8"))
    of_module = _assigned(tree)
    for function in _functions(tree):
        names = {**of_module, **_assigned(function)}
        found = (_text(module, node, names) for node in _own_nodes(function))
        yield from dict.fromkeys(text for text in found if text is not None and _says_something(text.said))


def _says_something(said: str) -> bool:
    """Not only what another place has to say."""
    return any(sign.islower() for sign in said.removeprefix("agent.toml"))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _own_nodes(place: ast.FunctionDef | ast.Module) -> Iterator[ast.AST]:
    """Without those of functions inside it, which come on their own."""
    waiting: list[ast.AST] = [one for one in place.body if not isinstance(one, ast.FunctionDef)]
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting += [one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.FunctionDef)]


def _assigned(place: ast.FunctionDef | ast.Module) -> Mapping[str, ast.expr]:
    """Names for a text, as in `advice = "..."`."""
    return {
        target.id: node.value
        for node in _own_nodes(place)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _text(module: str, node: ast.AST, names: Mapping[str, ast.expr]) -> Text | None:
    if isinstance(node, ast.Yield) and module == "settings" and node.value is not None:
        return Text(module, f"agent.toml: {_literal(node.value, names)}", _CORRECT, "SettingsError")
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    kind = error_types().get(node.func.id)
    validates = node.func.id in _ALSO_SAID and module.partition("/")[0] in {
        "model",
        "settings",
        "settings_tables",
    }
    if not node.args or not (validates or kind):
        return None
    if kind and issubclass(kind, GoogleRefusal | errors.NameRefused):
        return None
    said = _literal(node.args[0], names)
    if validates:
        return Text(module, f"FILE: KEY: {said}", _CORRECT, node.func.id)
    return Text(module, said, _advice(node, names, kind), node.func.id)


def _advice(node: ast.Call, names: Mapping[str, ast.expr], kind: type[WorkspaceAgentError] | None) -> str:
    given = next((one.value for one in node.keywords if one.arg == "advice"), None)
    if given is not None:
        return _literal(given, names)
    return kind.advice if kind else ""


_TEXTUAL = ast.Constant | ast.JoinedStr | ast.BinOp | ast.IfExp


def _is_text(node: ast.expr | None) -> bool:
    filled = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    )
    return filled or isinstance(node, _TEXTUAL)


def _literal(node: ast.expr, names: Mapping[str, ast.expr]) -> str:
    """A text with what is put into it in capitals."""
    match node:
        case ast.Constant(value=str(text)):
            said = text
        case ast.JoinedStr(values=parts):
            said = "".join(_literal(part, names) for part in parts)
        case ast.FormattedValue(value=inner):
            said = _literal(inner, names)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            said = _literal(left, names) + _literal(right, names)
        case ast.IfExp(body=body, orelse=orelse):
            said = f"{_literal(body, names)} | {_literal(orelse, names)}"
        case ast.Call(func=ast.Attribute(value=template, attr="format")):
            said = _FILLED.sub(lambda found: found[1].upper(), _literal(template, names))
        case ast.Name(id=name) if _is_text(names.get(name)):
            said = _literal(names[name], names)
        case _:
            said = _named(node)
    return said


def _named(node: ast.expr) -> str:
    """`self._path.name` is a NAME, `path` a PATH, `len(rows)` some ROWS."""
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_").upper()
    if isinstance(node, ast.Name):
        return node.id.strip("_").upper()
    inner = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
    return _named(inner[-1]) if inner else "..."
