from jupyterlab_lakeside.pauses import Pauses


def test_the_first_restart_comes_at_once_and_then_the_pause_doubles_up_to_its_limit() -> None:
    pauses = Pauses(longest=60, healthy_after=60)

    taken = [pauses.after(0) for _ in range(10)]

    assert taken == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_week_of_failures_is_as_patient_as_an_hour_of_them() -> None:
    pauses = Pauses(longest=60, healthy_after=60)

    taken = [pauses.after(0) for _ in range(10_000)]

    assert taken[-1] == 60


def test_a_service_that_was_well_for_long_enough_begins_anew() -> None:
    pauses = Pauses(longest=60, healthy_after=60)
    for _ in range(5):
        pauses.after(59)

    assert pauses.after(59) == 16
    assert pauses.after(60) == 0
    assert pauses.after(0) == 1
