"""Time: what is offered, what is taken. The database is the referee."""
