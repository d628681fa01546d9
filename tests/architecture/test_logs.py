"""A log line is a fixed sentence with named fields: nothing is woven into it, so no person gets into it."""

import ast
from collections.abc import Iterator
from pathlib import Path

LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
LOGGERS = frozenset({"log", "logger", "logging", "_log"})
FORBIDDEN_FIELDS = frozenset(
    {"body", "payload", "data", "name", "value", "identifier", "token", "pnr", "url"}
)


def faults(tree: ast.Module) -> Iterator[str]:
    spoken = sentences_by_parameter(tree)
    for call in log_calls(tree):
        has_level = isinstance(call.func, ast.Attribute) and call.func.attr == "log"
        sentence, *rest = call.args[1:] if has_level else call.args
        if isinstance(sentence, ast.Name) and sentence.id in spoken:
            pass
        elif not is_text(sentence):
            yield f"{call.lineno}: the sentence is put together"
        elif "%" in ast.unparse(sentence) or rest:
            yield f"{call.lineno}: values are woven into the sentence"
        fields = (keyword.value for keyword in call.keywords if keyword.arg == "extra")
        yield from (
            f"{call.lineno}: the field {key} may tell of someone" for f in fields for key in forbidden(f)
        )


def log_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        function = call.func
        if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
            continue
        if function.attr in LEVELS and function.value.id in LOGGERS:
            yield call


def sentences_by_parameter(tree: ast.Module) -> set[str]:
    """First parameters of private functions that the module only ever calls with a fixed text."""
    found = set()
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.args.args):
        calls = [c for c in ast.walk(tree) if isinstance(c, ast.Call) and called(c) == function.name]
        is_fixed = all(call.args and is_text(call.args[0]) for call in calls)
        if function.name.startswith("_") and calls and is_fixed:
            found.add(function.args.args[0].arg)
    return found


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def forbidden(extra: ast.expr) -> Iterator[str]:
    for node in ast.walk(extra):
        if isinstance(node, ast.Dict):
            keys = (key.value for key in node.keys if isinstance(key, ast.Constant))
            yield from (key for key in keys if key in FORBIDDEN_FIELDS)


def test_no_log_line_weaves_in_values(modules: dict[Path, ast.Module]) -> None:
    assert [f"{path}:{fault}" for path, tree in modules.items() for fault in faults(tree)] == []


def test_a_log_line_that_does_would_be_found() -> None:
    source = (
        'log.info(f"sent {subject}")\nlog.warning("sent %s", subject)\n'
        'log.error("sent", extra={"fields": {"body": body}})\nlog.info("sent", extra={"fields": {"type": kind}})\n'
        "def _warn(what):\n    log.warning(what)\n"
        "def _tell(fact):\n    log.warning(fact)\n"
        '_warn("no answer")\n_tell("no answer")\n_tell(subject)\n'
    )
    assert list(faults(ast.parse(source))) == [
        "1: the sentence is put together",
        "2: values are woven into the sentence",
        "3: the field body may tell of someone",
        "8: the sentence is put together",
    ]
