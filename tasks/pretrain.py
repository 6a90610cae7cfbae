"""Train a network that the lessons load, and store it with how it was made.

    python -m tasks.pretrain lenet_300_100
    python -m tasks.pretrain lenet5
    python -m tasks.pretrain mlp_512_256_128

Settings were chosen on the 5,000 validation images; the test images are read once, at
the end, for the number that is stored. The same machine and numpy give the same bytes.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from smallnets import (
    Adam,
    DataLoader,
    Sequential,
    Trainer,
    create_lenet5,
    create_mlp,
    evaluate_model,
    load_mnist,
    save_checkpoint,
)
from smallnets.checkpoints import PRETRAINED


@dataclass(frozen=True)
class Recipe:
    """One network and how to train it.

    Attributes
    ----------
    create : callable
        Takes the seed, returns a fresh model.
    flatten : bool
        Whether the model takes rows of 784 pixels.
    epochs, batch_size : int
    learning_rate : float
        Of Adam, in the first epoch.
    decay : float
        Factor on the learning rate after every epoch.
    seed : int
        Of the initial weights and of the order of images.
    half : bool
        Store float16 parameters, half the bytes. The accuracies are those of the rounded
        model, which is what ``load_pretrained`` gives, widened to float32.
    """

    create: Callable[[int], Sequential]
    flatten: bool
    epochs: int
    batch_size: int
    learning_rate: float
    decay: float
    seed: int
    half: bool = False


RECIPES = {
    "lenet_300_100": Recipe(
        lambda seed: create_mlp(784, [300, 100], 10, seed=seed), flatten=True,
        epochs=12, batch_size=64, learning_rate=1e-3, decay=0.8, seed=1),
    "lenet5": Recipe(
        create_lenet5, flatten=False,
        epochs=12, batch_size=64, learning_rate=2e-3, decay=0.7, seed=1),
    "mlp_512_256_128": Recipe(
        lambda seed: create_mlp(784, [512, 256, 128], 10, seed=seed), flatten=True,
        epochs=12, batch_size=64, learning_rate=1e-3, decay=0.8, seed=1, half=True),
}


def train(recipe, mnist):
    """Return a trained model, printing its validation accuracy after every epoch."""
    model = recipe.create(recipe.seed)
    trainer = Trainer(model, Adam(model.parameters(), recipe.learning_rate))
    loader = DataLoader(mnist.train, recipe.batch_size, shuffle=True, seed=recipe.seed)
    validation = DataLoader(mnist.validation, batch_size=500)
    for _ in range(recipe.epochs):
        history = trainer.fit(loader, epochs=1, validation_loader=validation)
        trainer.optimizer.learning_rate *= recipe.decay
        print(f"validation accuracy {history.validation_accuracy[-1]:.2%}")
    return model


def describe(name, recipe, model, mnist):
    """Return the info stored with the checkpoint."""
    return {
        "name": name,
        "data": "MNIST, 55,000 training images, pixels in [0, 1]",
        "optimizer": "Adam",
        "learning_rate": recipe.learning_rate,
        "decay_per_epoch": recipe.decay,
        "epochs": recipe.epochs,
        "batch_size": recipe.batch_size,
        "seed": recipe.seed,
        "script": f"python -m tasks.pretrain {name}",
        "validation_accuracy": accuracy(model, mnist.validation),
        "test_accuracy": accuracy(model, mnist.test),
    }


def accuracy(model, dataset):
    """Return the fraction of right answers, in batches of 500."""
    return evaluate_model(model, DataLoader(dataset, batch_size=500))


def main():
    """Train the network named on the command line and store it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=RECIPES)
    name = parser.parse_args().name
    recipe = RECIPES[name]
    mnist = load_mnist(flatten=recipe.flatten)
    model = train(recipe, mnist)
    if recipe.half:
        for parameter in model.parameters():
            parameter.data = parameter.data.astype(np.float16)
    info = describe(name, recipe, model, mnist)
    save_checkpoint(model, PRETRAINED / f"{name}.npz", info)
    print(f"{name}: validation {info['validation_accuracy']:.2%}, "
          f"test {info['test_accuracy']:.2%}, stored in smallnets/pretrained")


if __name__ == "__main__":
    main()
