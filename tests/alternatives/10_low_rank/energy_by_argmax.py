"""The first place at which the share of the cumulative sum is reached."""

def energy_rank(sizes, share):
    if share <= 0 or share > 1 or np.isnan(share):
        raise ValueError("share")
    kept = np.cumsum(sizes.astype(float) ** 2)
    return np.argmax(kept / kept[-1] >= share) + 1
