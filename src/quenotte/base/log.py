"""The single way into the log: declared events with declared fields (invariant 3).

From `only` on, a logger of ours that is called directly raises Undeclared, and of what any other
library logs nothing is printed but its level, its logger's name and the class of its exception:
its words may hold a request, an address or a row. From `only_places` on the same holds for what
Python itself prints of an error that nobody caught.
"""

import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from quenotte.base.declared import Undeclared

type Check = Callable[[str, Mapping[str, object]], tuple[str, str]]  # level and text, or Undeclared

UNSAID = "(not printed)"
MOST_PLACES = 5  # of our own lines, the innermost
# The `LOGGING` setting of every plane.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"said": {"()": "quenotte.base.log.OnlySaid"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["said"]}
    },
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


class OnlySaid(logging.Filter):
    """Of a record that came neither through `say` nor through our factory nothing is printed but its level."""

    def filter(self, record: logging.LogRecord) -> logging.LogRecord:
        said = record.msg if isinstance(record.msg, _Said) and not record.args else UNSAID
        level = record.levelno if isinstance(record.levelno, int) else logging.ERROR
        return logging.LogRecord(_module(str(record.name)), level, "", 0, said, (), None)


_check: Check | None = None
_last_resort = OnlySaid()  # of a logger without a handler


def only(check: Check) -> None:
    """From here on this process logs what `check` admits. Called where a plane's apps are ready."""
    global _check  # noqa: PLW0603 - the log is one per process
    _check = check
    logging.setLogRecordFactory(_record)
    logging.raiseExceptions = False  # else a broken handler prints the record with its arguments
    if logging.lastResort is not None:
        logging.lastResort.addFilter(_last_resort)


def only_places() -> None:
    """From here on an error that nobody caught, or a warning, is its class and our lines that led there.

    For the processes that serve and work; `only` comes before.
    """
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    threading.excepthook = _uncaught_in_a_thread
    warnings.showwarning = _warned


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
    said = _Said(kind.__name__ if kind else UNSAID)
    return logging.LogRecord(name, level, path, line, said, (), None, func)


def _module(name: str) -> str:
    """A logger's name, as far as it is a module's."""
    top = name.partition(".")[0]
    return name if name in sys.modules else top if top in sys.modules else UNSAID


def _uncaught_in_a_thread(args: threading.ExceptHookArgs) -> None:
    if not issubclass(args.exc_type, SystemExit):  # a thread may end so
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    _print("error-uncaught", kind, _ours(trace))


def _warned(  # noqa: PLR0917 - as warnings calls it
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    package = Path(__file__).parents[1]
    path = Path(filename)
    if path.is_relative_to(package):
        module = ".".join(path.relative_to(package.parent).with_suffix("").parts)
        _print("warning", category, [f"{module}:{lineno}"])
    else:
        _print("warning", category, [])


def _ours(trace: TracebackType | None) -> Iterator[str]:
    for frame, number in traceback.walk_tb(trace):
        module = str(frame.f_globals.get("__name__"))
        if module.partition(".")[0] == "quenotte":
            yield f"{module}:{number}"


def _print(event: str, kind: type[BaseException], places: Iterable[str]) -> None:
    where = " ".join([*places][-MOST_PLACES:]) or "elsewhere"
    with suppress(OSError, ValueError):
        sys.stderr.write(line(event, error=kind.__name__, where=where))
