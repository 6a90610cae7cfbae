"""Faults are assertions."""
EXPECT = ("read_model_check", 'AssertionError')
CELL = "read_model"
CHANGE = (('if data[4:8] != checksum(data[8:]):\n        raise ValueError("the file is damaged: its checksum does not fit")', 'assert data[4:8] == checksum(data[8:]), "damaged"'),)
