"""Energy and share are compared in float32."""
EXPECT = ("energy_rank_hidden", 'in float64')
CELL = "energy_rank"
CHANGE = ('np.searchsorted(energy / energy[-1], share)', 'np.searchsorted((energy / energy[-1]).astype(np.float32), np.float32(share))')
