"""Faults are an OSError."""
EXPECT = ("read_model_check", 'OSError')
CELL = "read_model"
CHANGE = ('raise ValueError("this is another kind of file")', 'raise OSError("this is another kind of file")')
