"""The errors say nothing."""
EXPECT = ("read_model_check", 'in a sentence')
CELL = "read_model"
CHANGE = ('raise ValueError("this is no file of shared layers")', 'raise ValueError')
