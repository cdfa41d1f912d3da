"""Frees a file of duplicates with Splink on DuckDB: {"call": "dedupe"} -> seconds and quality."""
import time

import duckdb
import splink.comparison_library as cl
from peer import serve
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# historical: the settings of Splink's own demo on this file, deduplicate_50k_synthetic of its documentation (comparisons,
# blocking, certain matches and their recall, sample for u, blocking of the two EM sessions).
# generated: ours, in the manner of that demo, as there is no demo on these columns.
KINDS = {
    "historical": {
        "names": ("first_name", "surname"),
        "comparisons": lambda: [
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        "blocking": [
            ("substr(first_name,1,3)", "substr(surname,1,4)"),
            ("surname", "dob"),
            ("first_name", "dob"),
            ("postcode_fake", "first_name"),
            ("postcode_fake", "surname"),
            ("dob", "birth_place"),
            ("substr(postcode_fake,1,3)", "dob"),
            ("substr(postcode_fake,1,3)", "first_name"),
            ("substr(postcode_fake,1,3)", "surname"),
            ("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        "certain": [
            ("first_name", "surname", "dob"),
            ("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
            ("dob", "postcode_fake"),
        ],
        "training": [("first_name", "surname"), ("dob",)],
    },
    "generated": {
        "names": ("givenName", "familyName"),
        "comparisons": lambda: [
            cl.ForenameSurnameComparison(
                "givenName", "familyName", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dateOfBirth", input_is_string=True),
            cl.EmailComparison("email"),
            cl.LevenshteinAtThresholds("phone", 1),
            cl.JaroWinklerAtThresholds("street", [0.9]),
            cl.ExactMatch("postalCode").configure(term_frequency_adjustments=True),
        ],
        "blocking": [
            ("givenName", "familyName"),
            ("phone",),
            ("email",),
            ("familyName", "dateOfBirth"),
            ("givenName", "dateOfBirth"),
            ("familyName", "postalCode"),
            ("givenName", "postalCode"),
            ("substr(givenName,1,2)", "substr(familyName,1,2)", "substr(dateOfBirth,1,4)"),
        ],
        "certain": [
            ("givenName", "familyName", "dateOfBirth"),
            ("givenName", "familyName", "phone"),
            ("email", "dateOfBirth"),
        ],
        "training": [("givenName", "familyName"), ("phone",)],
    },
}


def dedupe(path, id_column, cluster_column, kind, threads):
    """Wall and CPU seconds from opening the file to scored pairs, and quality at a probability of a half."""
    rules = KINDS[kind]
    wall, cpu = time.perf_counter(), time.process_time()
    connection = duckdb.connect(":memory:")
    connection.execute(f"set threads to {int(threads)}")
    given, family = rules["names"]
    connection.execute(
        f"""create table records as select * replace (cast({id_column} as varchar) as {id_column}),
        {given} || ' ' || {family} as first_name_surname_concat
        from read_csv(?, header = true, all_varchar = true)""",
        [path],
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=id_column,
        comparisons=rules["comparisons"](),
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in rules["blocking"]],
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("records"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on(*columns) for columns in rules["certain"]], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
    for columns in rules["training"]:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    links = linker.inference.predict(threshold_match_probability=0.5).physical_name
    count = connection.execute(f"select count(*) from {links}").fetchone()[0]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    correct = connection.execute(
        f"""select count(*) from {links} p
        join records l on l.{id_column} = p.{id_column}_l join records r on r.{id_column} = p.{id_column}_r
        where l.{cluster_column} = r.{cluster_column}"""
    ).fetchone()[0]
    matches = connection.execute(
        f"select sum(n * (n - 1) / 2) from (select count(*) n from records group by {cluster_column})"
    ).fetchone()[0]
    precision = correct / count if count else 0
    recall = correct / matches if matches else 0
    f1 = 2 * precision * recall / (precision + recall) if correct else 0
    return {"seconds": wall, "cpuSeconds": cpu, "precision": precision, "recall": recall, "f1": f1}


serve(dedupe)
