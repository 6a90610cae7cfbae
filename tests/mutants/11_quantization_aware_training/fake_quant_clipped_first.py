"""The codes are clipped before anybody asks whether they were."""

EXPECT = ("fake_quant_check", 'look before you clip')
CELL = "fake_quant"
CHANGE = ('codes = np.rint(weights / scale)', 'codes = np.clip(np.rint(weights / scale), low, high)')
