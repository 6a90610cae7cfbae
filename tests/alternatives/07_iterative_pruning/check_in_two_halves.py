"""What is cut and what stays are looked at apart."""

def check_apply_masks(candidate):
    verdicts = []
    for kind in ("none", "momentum", "adam"):
        rows, masks = patient(kind)
        keep_rows = [[array.copy() for array in row] for row in rows]
        keep_masks = [mask.copy() for mask in masks]
        got = candidate(rows, masks)
        try:
            for new_row, row, mask in zip(got, keep_rows, keep_masks, strict=True):
                for new, old in zip(new_row, row, strict=True):
                    verdicts.append(new.shape == old.shape)
                    verdicts.append((new[~mask] == 0).all() and (new[mask] == old[mask]).all())
        except (ValueError, IndexError):
            return False
    return bool(all(verdicts))
