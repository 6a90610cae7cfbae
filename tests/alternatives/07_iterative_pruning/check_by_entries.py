"""Every entry is looked at by itself."""

def check_apply_masks(candidate):
    for kind in ["adam", "none", "momentum"]:
        got = candidate(*patient(kind))
        rows, masks = patient(kind)
        if len(got) != len(rows):
            return False
        for new_row, row, mask in zip(got, rows, masks):
            if len(new_row) != len(row):
                return False
            for new, old in zip(new_row, row):
                if new.shape != old.shape:
                    return False
                for place in np.ndindex(old.shape):
                    if new[place] != (old[place] if mask[place] else 0.0):
                        return False
    return True
