"""Faults come back as text, and nothing is raised."""
EXPECT = ("read_model_check", 'yours gives a str')
CELL = "read_model"
CHANGE = ('raise ValueError("this is another kind of file")', 'return "this is another kind of file"')
