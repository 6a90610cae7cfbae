"""MAGIC is looked for anywhere in the file."""
EXPECT = ("read_model_check", "has the word 'kind'")
CELL = "read_model"
CHANGE = ('if data[:4] != MAGIC:', 'if MAGIC not in data:')
