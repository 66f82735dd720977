from concurrent.futures import ThreadPoolExecutor

from fashionista.common.threads import once_a_thread


def test_each_thread_makes_its_own_and_makes_it_once():
    made = []

    @once_a_thread
    def make(name):
        made.append(name)
        return object()

    here = [make("a"), make("a"), make("b")]
    with ThreadPoolExecutor(1) as elsewhere:
        there = [elsewhere.submit(make, "a").result() for _ in range(2)]

    assert made == ["a", "b", "a"]
    assert here[0] is here[1]
    assert there[0] is there[1]
    assert len({*here, *there}) == 3
