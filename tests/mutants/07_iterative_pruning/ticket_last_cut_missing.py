"""After the last training nothing is cut."""
EXPECT = ("find_ticket_check", 'followed by a cut')

def find_ticket(start, train, rounds, fraction=0.2):
    masks = masks_by_score(sizes_of(start), 0.0)
    for turn in range(1, rounds + 1):
        model = train(rewind(start, masks), masks)
        if turn < rounds:
            masks = masks_by_score(sizes_of(model), 1 - (1 - fraction) ** turn)
    return masks
