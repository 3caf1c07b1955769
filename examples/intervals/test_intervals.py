from intervals import merged, open_minutes


def test_apart():
    assert merged([(600, 660), (540, 570)]) == [(540, 570), (600, 660)]


def test_touching():
    assert merged([(540, 600), (600, 660)]) == [(540, 660)]


def test_overlapping():
    assert merged([(540, 620), (600, 660)]) == [(540, 660)]


def test_one_within_another():
    assert merged([(540, 720), (600, 660)]) == [(540, 720)]


def test_minutes():
    assert open_minutes([(540, 720), (600, 660), (700, 730)]) == 190


def test_no_minutes():
    assert open_minutes([]) == 0
