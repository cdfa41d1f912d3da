"""Peers of `npm run bench -- train`: each fits on the same table; answers with the time and the held-out AUC."""
import numpy as np
from peer import clocked, serve

state = {}


def load(values, target, held_values, held_target, threads):
    state.update(
        values=np.load(values), target=np.load(target), held_values=np.load(held_values),
        held_target=np.load(held_target), threads=threads,
    )


def fit(name, rounds, leaves, bins):
    """Trees of `leaves` leaves (of a forest: as many trees as rounds); the time includes binning."""
    model = {}
    parameters = dict(rounds=rounds, leaves=leaves, bins=bins, threads=state["threads"])

    def work():
        model["predict"] = fits[name](state["values"], state["target"], **parameters)

    sample = clocked(work)
    return {**sample, "auc": auc(state["held_target"], model["predict"](state["held_values"]))}


def xgboost_trees(values, target, rounds, leaves, bins, threads):
    import xgboost

    data = xgboost.DMatrix(values, target, nthread=threads)
    parameters = dict(
        objective="binary:logistic", tree_method="hist", grow_policy="lossguide", max_depth=0, max_leaves=leaves,
        max_bin=bins, eta=0.1, reg_lambda=1, min_child_weight=1, nthread=threads, seed=7,
    )
    booster = xgboost.train(parameters, data, rounds)
    return lambda rows: booster.predict(xgboost.DMatrix(rows, nthread=threads))


def lightgbm_trees(values, target, rounds, leaves, bins, threads):
    import lightgbm

    parameters = dict(
        objective="binary", num_leaves=leaves, max_bin=bins, learning_rate=0.1, lambda_l2=1,
        min_sum_hessian_in_leaf=1, min_data_in_leaf=1, num_threads=threads, verbose=-1, seed=7,
    )
    booster = lightgbm.train(parameters, lightgbm.Dataset(values, target), rounds)
    return booster.predict


def sklearn_trees(values, target, rounds, leaves, bins, threads):
    """Its threads are those of OMP_NUM_THREADS."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    trees = HistGradientBoostingClassifier(
        max_iter=rounds, max_leaf_nodes=leaves, max_bins=bins, learning_rate=0.1, l2_regularization=1,
        min_samples_leaf=5, early_stopping=False, random_state=7,
    ).fit(values, target)
    return trees.decision_function


def sklearn_forest(values, target, rounds, leaves, bins, threads):
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(
        n_estimators=rounds, min_samples_leaf=leaves, n_jobs=threads, random_state=7
    ).fit(values, target)
    return lambda rows: forest.predict_proba(rows)[:, 1]


fits = dict(
    xgboost=xgboost_trees, lightgbm=lightgbm_trees, sklearn=sklearn_trees, forest=sklearn_forest,
)


def auc(target, scores):
    """By ranks; ties take their mean."""
    order = np.argsort(scores, kind="stable")
    ordered = scores[order]
    first = np.searchsorted(ordered, ordered, side="left")
    last = np.searchsorted(ordered, ordered, side="right")
    ranks = np.empty(len(scores))
    ranks[order] = (first + last + 1) / 2
    positive = target == 1
    count = positive.sum()
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * (len(target) - count)))


serve(load, fit)
