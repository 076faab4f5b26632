"""The single way into the log: declared events with declared fields (invariant 3).

From `only` on, a logger of ours that is called directly raises Undeclared, and of what any other
library logs nothing is printed but its level, its logger's name and the class of its exception:
its words may hold a request, an address or a row.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from quenotte.base.declared import Undeclared

type Check = Callable[[str, Mapping[str, object]], tuple[str, str]]  # level and text, or Undeclared

UNSAID = "(not printed)"
# The `LOGGING` setting of every plane.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Requests are never logged: an address and a path are already about somebody.
        "django": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        "quenotte": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}


class _Said(str):
    """A text that came through `say`."""

    __slots__ = ()


_check: Check | None = None


def only(check: Check) -> None:
    """From here on this process logs what `check` admits. Called where a plane's apps are ready."""
    global _check  # noqa: PLW0603 - the log is one per process
    _check = check
    logging.setLogRecordFactory(_record)


def say(event: str, **fields: object) -> None:
    """Log a declared event. Undeclared for an unknown event or field."""
    level, text = _admitted(event, fields)
    logging.getLogger("quenotte").log(logging.getLevelNamesMapping()[level], _Said(text))


def line(event: str, **fields: object) -> str:
    """The whole line, for a process that writes it itself."""
    level, text = _admitted(event, fields)
    return f"{level} quenotte {text}\n"


def _admitted(event: str, fields: Mapping[str, object]) -> tuple[str, str]:
    if _check is None:
        raise Undeclared(f"{event} is logged before quenotte.base.log.only was called", name=event)
    return _check(event, fields)


def _record(  # noqa: PLR0917 - as logging calls it
    name: str,  # None when a record is made from a dictionary
    level: int,
    path: str,
    line: int,
    msg: object,
    args: Any,
    exc_info: Any,
    func: str | None = None,
    sinfo: str | None = None,
    **_: object,
) -> logging.LogRecord:
    if isinstance(msg, _Said):
        return logging.LogRecord(name, level, path, line, msg, (), None, func)
    if (name or "").partition(".")[0] == "quenotte":
        raise Undeclared(
            f"{name} logs past quenotte.base.log; declare an event in quenotte/register/doorways.py",
            name=name,
        )
    kind = exc_info[0] if isinstance(exc_info, tuple) else None
    said = kind.__name__ if kind else UNSAID
    return logging.LogRecord(name, level, path, line, said, (), None, func)
