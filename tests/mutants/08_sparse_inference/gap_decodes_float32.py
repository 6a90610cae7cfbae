"""What is decoded is float32, even int8 codes."""
EXPECT = ("decode_gaps_check", "has this dtype again")
CELL = "decode_gaps"
CHANGE = ('dtype=values.dtype', 'dtype=np.float32')
