"""Reads the outside of an age file; cannot open one."""

from quenotte.envelope.look import MLKEM768_X25519, X25519, NotAnEnvelope, Seen, look

__all__ = ["MLKEM768_X25519", "X25519", "NotAnEnvelope", "Seen", "look"]
