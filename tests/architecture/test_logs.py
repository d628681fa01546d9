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
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        function = call.func
        if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
            continue
        if function.attr not in LEVELS or function.value.id not in LOGGERS:
            continue
        sentence, *rest = call.args[1:] if function.attr == "log" else call.args
        if not (isinstance(sentence, ast.Constant) and isinstance(sentence.value, str)):
            yield f"{call.lineno}: the sentence is put together"
        elif "%" in sentence.value or rest:
            yield f"{call.lineno}: values are woven into the sentence"
        for keyword in call.keywords:
            if keyword.arg == "extra":
                yield from (
                    f"{call.lineno}: the field {key} may tell of someone" for key in forbidden(keyword.value)
                )


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
    )
    assert list(faults(ast.parse(source))) == [
        "1: the sentence is put together",
        "2: values are woven into the sentence",
        "3: the field body may tell of someone",
    ]
