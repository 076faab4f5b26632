"""A figure: a value and its ratio to a peer or a limit, measured in the same run."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    against: str
    ratio: float

    def described(self) -> dict[str, Any]:
        return asdict(self) | {"value": round(self.value, 3), "ratio": round(self.ratio, 3)}
