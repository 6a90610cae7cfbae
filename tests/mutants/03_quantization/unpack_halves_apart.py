"""Lists all low halves, then all high ones."""
EXPECT = ("unpack_int4_check", "are neighbours")
CELL = "unpack_int4"
CHANGE = (
    (
        'raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
        'raise ValueError("the codes do not fit 4 bits")',
    ),
    (
        "halves = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.int8)",
        "halves = np.concatenate([packed & 15, packed >> 4])[:n].astype(np.int8)",
    ),
)
