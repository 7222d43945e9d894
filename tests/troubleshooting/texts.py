"""Find every error text in the source, with what to do: literals as they stand, values as `PATH` or `KEY`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeGuard

from workspace_agent import sign_in
from workspace_agent.google import consent
from workspace_agent.model import errors
from workspace_agent.model.errors import GoogleRefusal, WorkspaceAgentError

PACKAGE = Path(errors.__file__).parents[1]
_ALSO_SAID = {"ValueError"}
"""What a validator of the settings raises is printed with file and key before it."""
_VALIDATING = {"model", "settings", "settings_tables"}
_TABLES: Mapping[str, tuple[Mapping[str, tuple[str, str]], ...]] = {
    "sign_in": (sign_in._OF_PERSONS, sign_in._OF_SERVICE_ACCOUNTS),
    "google/consent": (consent._ANSWERS,),
}
"""Texts that stand in tables, by the word that Google says, and are put into a SignInError later."""
_VERDICTS = {"fails", "warns"}
"""What `doctor` finds: the text, and what to do."""
_PASSED_ON = {"SENTENCE And OTHERS more. | "}
"""What is only another place's text, with that place's advice."""
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


@dataclass(frozen=True, slots=True)
class _Giver:
    """A function that gives a text.

    Attributes:
        function: Its source.
        path: Of its module.
    """

    function: ast.FunctionDef
    path: Path


Names = Mapping[str, ast.AST | _Giver]


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


@cache
def all_texts() -> tuple[Text, ...]:
    """Every text outside of the sandbox, in the order of the modules."""
    paths = sorted(path for path in PACKAGE.rglob("*.py") if "sandbox" not in path.parts)
    return (*(text for path in paths for text in _texts_of(path)), *_of_tables())


def _of_tables() -> Iterator[Text]:
    for module, tables in _TABLES.items():
        for said, advice in (row for table in tables for row in table.values()):
            yield Text(module, _filled(said), _filled(advice), "SignInError")
    ended = _literal(_call(sign_in._ended.__name__), _names_of(PACKAGE / "sign_in.py"))
    yield Text("sign_in", ended, _filled(sign_in._PUBLISH), "SignInError")


def _filled(template: str) -> str:
    """`{login}` is a command, anything else a value."""
    verbs = {"login": "login", "link": "delegation-link", "status": "status"}
    commands = {name: f"workspace-agent auth {verb} --config FOLDER" for name, verb in verbs.items()}
    return _FILLED.sub(lambda found: commands.get(found[1], found[1].upper()), template)


def _call(name: str) -> ast.Call:
    return ast.Call(ast.Name(name), [], [])


def _texts_of(path: Path) -> Iterator[Text]:
    module = str(path.relative_to(PACKAGE).with_suffix(""))
    for function in _functions(_tree(path)):
        names = _names_in(function, path)
        found = (_verdict(module, node, names) for node in _own_nodes(function))
        yield from dict.fromkeys(text for text in found if text is not None and _says_something(text.said))


def _says_something(said: str) -> bool:
    """Not only what another place has to say."""
    return said not in _PASSED_ON and any(sign.islower() for sign in said.removeprefix("agent.toml"))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _own_nodes(place: ast.FunctionDef | ast.Module) -> Iterator[ast.AST]:
    """Without those of functions inside it, which come on their own."""
    waiting: list[ast.AST] = [one for one in place.body if not isinstance(one, ast.FunctionDef)]
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting += [one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.FunctionDef)]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf8"))


@cache
def _names_of(path: Path) -> Names:
    """What a module's names stand for: texts, and functions that give some, its own and imported ones."""
    own = {one.name: _Giver(one, path) for one in _tree(path).body if _gives_text(one)}
    return {**_imported(_tree(path)), **own, **_assigned(_tree(path))}


@cache
def _names_in(function: ast.FunctionDef, path: Path) -> Names:
    return {**_names_of(path), **_imported(function), **_assigned(function)}


def _gives_text(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    return (
        isinstance(node, ast.FunctionDef) and isinstance(node.returns, ast.Name) and node.returns.id == "str"
    )


def _imported(place: ast.FunctionDef | ast.Module) -> Names:
    """Functions that give texts, of other modules; those of the model only word a value, such as a date."""
    found: dict[str, ast.AST | _Giver] = {}
    for node in _own_nodes(place):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(f"{PACKAGE.name}."):
            continue
        path = PACKAGE.parent.joinpath(*str(node.module).split(".")).with_suffix(".py")
        if path.exists() and PACKAGE / "model" not in path.parents:
            asked = {one.name for one in node.names}
            functions = (one for one in _tree(path).body if _gives_text(one) and one.name in asked)
            found |= {one.name: _Giver(one, path) for one in functions}
    return found


def _assigned(place: ast.FunctionDef | ast.Module) -> Names:
    """Names for a text, as in `advice = "..."`; where there are two, for either."""
    found: dict[str, ast.AST | _Giver] = {}
    for node in _own_nodes(place):
        if not isinstance(node, ast.Assign | ast.NamedExpr):
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name):
                before = found.get(target.id)
                both = ast.IfExp(ast.Constant(True), before, node.value) if _is_text(before) else node.value
                found[target.id] = both
    return found


def _verdict(module: str, node: ast.AST, names: Names) -> Text | None:
    match node:
        case ast.Call(func=ast.Name(id=kind), args=[found, advice, *_]) if kind in _VERDICTS:
            return Text(module, _literal(found, names), _literal(advice, names), kind)
    return _text(module, node, names)


def _text(module: str, node: ast.AST, names: Names) -> Text | None:
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


def _advice(node: ast.Call, names: Names, kind: type[WorkspaceAgentError] | None) -> str:
    given = next((one.value for one in node.keywords if one.arg == "advice"), None)
    if given is not None:
        return _literal(given, names)
    return kind.advice if kind else ""


_TEXTUAL = ast.Constant | ast.JoinedStr | ast.BinOp | ast.IfExp


def _is_given(node: ast.AST | _Giver | None, names: Names) -> TypeGuard[ast.Call]:
    """Whether it calls a function that gives a text."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and isinstance(names.get(node.func.id), _Giver)
    )


def _is_text(node: ast.AST | _Giver | None) -> TypeGuard[ast.expr]:
    filled = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    )
    return filled or isinstance(node, _TEXTUAL)


def _literal(node: ast.AST, names: Names) -> str:
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
        case ast.Call(func=ast.Name(id="counted"), args=[_, ast.Constant(value=str(one)), *many]):
            said = f"COUNT {_literal(many[0], names) if many else f'{one}s'}"
        case ast.Call(func=ast.Attribute(value=template, attr="format")):
            said = _FILLED.sub(lambda found: found[1].upper(), _literal(template, names))
            said = said.replace("{{", "{").replace("}}", "}")
        case _:
            said = _meant(node, names)
    return said


def _meant(node: ast.AST, names: Names) -> str:
    """What a name or a call stands for, where that is a text; else what it is called."""
    name = node.func if isinstance(node, ast.Call) else node
    meant = names.get(name.id) if isinstance(name, ast.Name) else None
    if isinstance(node, ast.Name) and (_is_text(meant) or _is_given(meant, names)):
        given = _literal(meant, {key: value for key, value in names.items() if key != node.id})
        return given if _is_text(meant) or _says_something(given) else _named(node)
    given = _given(meant, node) if isinstance(meant, _Giver) and isinstance(node, ast.Call) else ""
    return given if _says_something(given) else _named(node)


def _given(giver: _Giver, call: ast.Call) -> str:
    """What a function gives for these arguments, of which only texts count."""
    function = giver.function
    bound = dict(zip((one.arg for one in function.args.args), call.args, strict=False))
    names = {**_names_in(function, giver.path), **bound}
    names.pop(function.name, None)
    returned = [one.value for one in _own_nodes(function) if isinstance(one, ast.Return) and one.value]
    either = " | ".join(_literal(value, names) for value in returned)
    return " | ".join(dict.fromkeys(text for text in either.split(" | ") if text))


def _named(node: ast.AST) -> str:
    """`self._path.name` is a NAME, `path` a PATH, `len(rows)` some ROWS."""
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_").upper()
    if isinstance(node, ast.Name):
        return node.id.strip("_").upper()
    inner = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
    return _named(inner[-1]) if inner else "..."
