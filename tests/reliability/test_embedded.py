"""The embedded product, killed while people work with it."""

from tests.reliability.run import House


def test_whatever_process_is_killed_nothing_is_lost_or_doubled(embedded: House) -> None:
    product = embedded.product
    with embedded.run("F1 kill -9 worker, then all") as run:
        for _ in range(2):
            run.work(20)
            with run.outage():
                product.kill_processes("cli.embedded:create_app()", only_last=True)
        for _ in range(2):
            run.work(20)
            with run.outage():
                product.kill()
                product.start()
        run.work(20)

    run.sizes = "2 + 2 kills"
    assert not run.check().problems
