"""The pytest plugin with seeds: the marker, the option, and `explore`."""

from __future__ import annotations

from pluginruns import Runs, fails, passes

pytest_plugins = "pytester"


def test_without_a_seed_nothing_is_permuted(run: Runs) -> None:
    passes(
        run("""
        def test_it(fake_loop):
            assert fake_loop.seed is None and fake_loop.turns.random is None
        """)
    )


def test_a_marker_gives_the_seed(run: Runs) -> None:
    passes(
        run("""
        @pytest.mark.seed(7)
        def test_it(fake_loop):
            assert fake_loop.seed == 7
        """)
    )


def test_the_command_line_gives_the_seed_before_the_marker(run: Runs) -> None:
    passes(
        run(
            """
        @pytest.mark.seed(7)
        def test_it(fake_loop):
            assert fake_loop.seed == 17
        """,
            "--netaccess-seed",
            "17",
        )
    )


def test_a_seed_that_is_no_number_is_refused(run: Runs) -> None:
    result = run("""
        @pytest.mark.seed("seven")
        def test_it(fake_loop):
            pass
    """)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*seed takes one number*"])


def test_explore_runs_the_test_once_for_each_seed(run: Runs) -> None:
    result = run("""
        seeds, loops = [], []

        @pytest.mark.explore(seeds=range(5, 8))
        def test_it(fake_loop, fake_network):
            assert fake_loop.now == 0.0 and fake_network.requests == []
            fake_network.get("http://server/").respond(text="x")
            manager = QNetworkAccessManager()
            fake_loop.run_until(get(manager).finished)
            seeds.append(fake_loop.seed)
            loops.append(fake_loop)

        def test_afterwards():
            assert seeds == [5, 6, 7] and len(set(map(id, loops))) == 3
    """)
    passes(result, 2)


def test_explore_makes_the_fixtures_of_the_test_anew_and_keeps_wider_ones(run: Runs) -> None:
    passes(
        run("""
        made = []

        @pytest.fixture(scope="module")
        def wide():
            made.append("wide")
            yield
            made.append("wide ends")

        @pytest.fixture
        def own(fake_loop):
            made.append(f"own {fake_loop.seed}")
            yield
            made.append("own ends")

        @pytest.mark.explore(seeds=[1, 2])
        def test_it(wide, own):
            pass

        def test_afterwards():
            assert made == ["wide", "own 1", "own ends", "own 2", "own ends"]
        """),
        2,
    )


def test_explore_names_the_seed_that_fails_and_how_to_see_it_again(run: Runs) -> None:
    result = run("""
        runs = []

        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/").respond(text="x")
            manager = QNetworkAccessManager()
            fake_loop.run_until(get(manager).finished)
            runs.append(fake_loop.seed)
            assert fake_loop.seed < 17

        def test_afterwards():
            assert runs[-1] == 17
    """)
    fails(
        result,
        "*- netaccess schedule -*",
        "test_it fails with seed 17, after passing with 17 others",
        "*pytest 'test_it.py::test_it' --netaccess-seed 17",
        "*- netaccess transcript -*",
        "seed 17, times in virtual seconds",
        "*> GET / HTTP/1.1",
        "FAILED test_it.py::test_it - [seed 17] *",
        passed=1,
    )


def test_explore_stops_at_a_problem_found_at_the_end(run: Runs) -> None:
    fails(
        run("""
        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop, fake_network):
            if fake_loop.seed == 3:
                fake_network.get("http://server/never")
        """),
        "*never called*",
        "test_it fails with seed 3, after passing with 3 others",
        "FAILED test_it.py::test_it - [seed 3] *",
    )


def test_explore_tears_wider_fixtures_down_when_it_stops_early(run: Runs) -> None:
    result = run(
        """
        @pytest.fixture(scope="module")
        def wide():
            yield
            print("wide ends")

        @pytest.mark.explore(seeds=range(50))
        def test_it(wide, fake_loop):
            assert False
        """,
        "-s",
        test_other="""
        def test_other(fake_loop):
            print("other runs")
        """,
    )
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["*wide ends*", "*other runs*"])


def test_explore_with_a_seed_of_the_command_line_runs_that_one(run: Runs) -> None:
    passes(
        run(
            """
        seen = []

        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop):
            seen.append(fake_loop.seed)

        def test_afterwards():
            assert seen == [17]
        """,
            "--netaccess-seed=17",
        ),
        2,
    )


def test_explore_finds_a_race(run: Runs) -> None:
    fails(
        run("""
        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/*").respond(text="x")
            manager = QNetworkAccessManager()
            finished = []
            for name in ("a", "b", "c"):
                reply = get(manager, f"http://server/{name}")
                reply.finished.connect(lambda name=name: finished.append(name))
            fake_loop.run_until_idle()
            assert finished == ["a", "b", "c"]
        """),
        "*fails with seed*",
    )


def test_explore_reports_a_skip_as_one(run: Runs) -> None:
    run("""
        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop):
            pytest.skip("not today")
    """).assert_outcomes(skipped=1)


EXPLORING = """
    from netaccess.testing import explore

    def test_it():
        explore(lambda loop: kept.append(loop.seed), seeds=range(5))
        assert kept == {expected}
"""


def test_the_option_gives_explore_its_only_seed(run: Runs) -> None:
    passes(run(EXPLORING.format(expected=[77]), "--netaccess-seed", "77"))


def test_the_option_is_forgotten_with_its_run(run: Runs) -> None:
    run(EXPLORING.format(expected=[77]), "--netaccess-seed", "77")
    passes(run(EXPLORING.format(expected=[0, 1, 2, 3, 4])))
