"""The relay's keys of the month, to which patients' browsers seal how they are to be reached."""
