"""The checksum is looked at before MAGIC, so that a picture counts as damaged."""
EXPECT = ('read_model_check', "has the word 'kind'")
CELL = 'read_model'
CHANGE = ('    if data[:4] != MAGIC:', '    if data[4:8] != checksum(data[8:]):\n        raise ValueError("damaged: the checksum does not fit")\n    if data[:4] != MAGIC:')
