"""Plain Python, pair by pair."""

def pareto_front(costs):
    rows = [tuple(float(value) for value in row) for row in costs]
    if any(value != value for row in rows for value in row):
        raise ValueError("NaN has no rank")
    front = []
    for place, mine in enumerate(rows):
        rivals = [other for other in rows if other != mine]
        if not any(all(o <= m for o, m in zip(other, mine)) for other in rivals):
            front.append((mine[0], place))
    return [place for _, place in sorted(front)]
