"""MAGIC is not looked at."""
EXPECT = ("read_model_check", 'first four bytes')
CELL = "read_model"
CHANGE = ('if data[:4] != MAGIC:', 'if False:')
