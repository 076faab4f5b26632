"""The relay: opens reaches, composes messages, sends them. Its own process, user and key.

The only part of the system that holds a patient's address in clear: one at a time, in a child
process that lives for one batch (work.py). It opens no envelope of a practice, and has no page.
"""
