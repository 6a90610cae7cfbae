"""To tell equal sizes apart, a little of the place is added to each: small sizes change places."""
EXPECT = ("magnitude_mask_hidden", "Rank the sizes as they are")
CELL = "magnitude_mask"
CHANGE = (
    "np.argsort(np.abs(weights), axis=None,",
    "np.argsort(np.abs(weights).ravel() + 1e-9 * np.arange(weights.size), axis=None,",
)
