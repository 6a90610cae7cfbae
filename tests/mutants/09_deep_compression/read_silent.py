"""The errors say nothing."""
EXPECT = ("read_model_check", "has the word 'kind'")
CELL = "read_model"
CHANGE = ('raise ValueError("this is another kind of file")', 'raise ValueError')
