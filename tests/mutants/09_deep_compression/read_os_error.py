"""Faults are an OSError."""
EXPECT = ("read_model_check", 'OSError')
CELL = "read_model"
CHANGE = ('raise ValueError("this is no file of shared layers")', 'raise OSError("this is no file of shared layers")')
