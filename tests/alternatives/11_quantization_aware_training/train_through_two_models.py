"""One model holds the masters, the other computes; no Trainer."""


def train_through(model, quantize, batches, epochs, rate):
    from smallnets import softmax_cross_entropy

    masters, works = model.copy(), model.copy()
    adam, steps, done = Adam(masters.parameters(), rate), epochs * len(batches), 0
    places = weight_places(model)
    for _ in range(epochs):
        for inputs, labels in batches:
            inside = {}
            for to, each in zip(works.parameters(), masters.parameters(), strict=True):
                to.data = each.data
            for place in places:
                weights = works.layers[place].weights
                weights.data, inside[place] = quantize(weights.data)
            logits = works.forward(inputs)
            _, grad = softmax_cross_entropy(logits, labels)
            works.parameter_gradients(grad.astype(logits.dtype))
            for to, each in zip(masters.parameters(), works.parameters(), strict=True):
                to.grad = each.grad
            for place in places:
                masters.layers[place].weights.grad *= inside[place]
            adam.learning_rate = rate * (1 - done / steps)
            adam.step()
            done += 1
    return masters
