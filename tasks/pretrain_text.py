"""Train a language model that lesson 12 loads, and store it with how it was made.

    python -m tasks.pretrain_text shakespeare_64
    python -m tasks.pretrain_text shakespeare_96

Character transformers on tiny Shakespeare, in numpy: 168 CPU seconds, 395 for the wider one.
shakespeare_64_2 and shakespeare_64_3 are the first with other seeds. No setting was chosen on the
test text; it is read once, at the end, for the number that is stored. The same machine and numpy
give the same bytes.
"""

import argparse
from dataclasses import dataclass

import numpy as np

from smallnets import (
    Adam,
    DataLoader,
    Trainer,
    create_char_transformer,
    load_shakespeare,
    save_checkpoint,
    softmax_cross_entropy,
    text_windows,
)
from smallnets.checkpoints import PRETRAINED
from tasks import digests

LENGTH = 64  # characters that a model sees


@dataclass(frozen=True)
class Recipe:
    """One network and how to train it.

    Attributes
    ----------
    features, blocks : int
        Of the transformer.
    seed : int
        Of the initial weights and of the windows.
    steps, batch_size : int
        Windows of 64 characters are drawn from all places of the training text, none twice.
    learning_rate : float
        Of Adam, at its highest.
    warm_up : float
        Fraction of the run in which the rate rises from 0; then it falls to 0 in a straight
        line.
    """

    features: int
    blocks: int
    seed: int = 1
    steps: int = 2140
    batch_size: int = 64
    learning_rate: float = 4e-3
    warm_up: float = 0.05


RECIPES = {
    "shakespeare_64": Recipe(64, 2),
    "shakespeare_64_2": Recipe(64, 2, seed=2),
    "shakespeare_64_3": Recipe(64, 2, seed=3),
    "shakespeare_96": Recipe(96, 3),
}


def train(recipe):
    """Return a trained model."""
    seed, text = recipe.seed, load_shakespeare()
    model = create_char_transformer(
        len(text.characters), recipe.features, recipe.blocks, LENGTH, seed=seed
    )
    drawn = text_windows(text.train, LENGTH, step=1).sample(
        recipe.steps * recipe.batch_size, seed=seed
    )
    trainer = Trainer(
        model,
        Adam(model.parameters(), recipe.learning_rate),
        schedule=lambda done: min(done / recipe.warm_up, (1 - done) / (1 - recipe.warm_up)),
    )
    trainer.fit(DataLoader(drawn, recipe.batch_size), epochs=1)
    return model


def nats(model, ids):
    """Return the mean loss a character over windows that follow one another."""
    windows = text_windows(ids, LENGTH)
    losses = [
        len(labels) * softmax_cross_entropy(model.forward(tokens), labels)[0]
        for tokens, labels in DataLoader(windows, batch_size=64)
    ]
    return sum(losses) / len(windows)


def describe(name, recipe, scores):
    """Return the info stored with the checkpoint."""
    return {
        "name": name,
        "data": "tiny Shakespeare, the first 90% of its characters",
        "optimizer": "Adam",
        "learning_rate": recipe.learning_rate,
        "warm_up": recipe.warm_up,
        "schedule": "linear, up to the rate and then down to 0",
        "steps": recipe.steps,
        "batch_size": recipe.batch_size,
        "length": LENGTH,
        "seed": recipe.seed,
        "script": f"python -m tasks.pretrain_text {name}",
        **scores,
    }


def main():
    """Train the network named on the command line and store it, rounded to float16."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=RECIPES)
    name = parser.parse_args().name
    recipe, text = RECIPES[name], load_shakespeare()
    model = train(recipe)
    in_float32 = nats(model, text.validation)
    for parameter in model.parameters():
        parameter.data = parameter.data.astype(np.float16)
    scores = {
        "validation_nats": nats(model, text.validation),
        "validation_nats_float32": in_float32,
        "test_nats": nats(model, text.test),
    }
    save_checkpoint(model, PRETRAINED / f"{name}.npz", describe(name, recipe, scores))
    digests.main([])
    print(name, ", ".join(f"{key} {value:.4f}" for key, value in scores.items()))


if __name__ == "__main__":
    main()
