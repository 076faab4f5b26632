"""One URL table per host name: patients', the desk's, and the internal one."""
