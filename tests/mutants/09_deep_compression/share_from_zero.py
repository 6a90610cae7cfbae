"""Codes count from 0, which says cut."""
EXPECT = ("share_weights_check", 'count from 1')
CELL = "share_weights"
CHANGE = ('codes[kept] = 1 + np', 'codes[kept] = np')
