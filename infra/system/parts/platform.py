"""The API's function, failures of schedules, and the alarm on error lines."""

from infra.system.model import Alarm, Failures, Function, Http, Metric, Part

#: Runs of schedules that failed after their retries.
SCHEDULE_FAILURES = Failures(name="schedule-failures", alarm="A sweep or a reconciliation failed after its retries")


def decoder_stopped(logical: str) -> Metric:
    """Count files that any function refuses because their decoder broke a limit (docs/decisions/0029)."""
    return Metric(logical=logical, metric="DecoderStopped", pattern='{ $.message = "decoder_stopped" }')


PART = Part(
    failures=(SCHEDULE_FAILURES,),
    functions=(
        Function(
            name="api_handler",
            source=Http(),
            memory=1024,
            timeout=29,  # API Gateway hangs up then
            concurrency=300,
            # grants: the parts' `api`
            metrics=(
                Metric(logical="WrongCodesMetric", metric="WrongCodes", pattern='{ $.message = "wrong_code" }'),
                decoder_stopped("DecoderStoppedByLogoMetric"),
            ),
        ),
    ),
    alarms=(
        Alarm(
            metric="WrongCodes",
            statistic="Sum",
            threshold=100,
            text="Over 100 typed codes in five minutes open nothing: someone may be guessing",
        ),
        Alarm(
            metric="DecoderStopped",
            statistic="Sum",
            threshold=0,
            text="A file broke its decoder's limits and was refused: it may be a bomb, and `decoder_stopped` in the log"
            " says how it broke them",
        ),
        Alarm(
            metric="ErrorLines",
            statistic="Sum",
            threshold=0,
            period=60,
            text="A function wrote an error line: something to look at",
        ),
    ),
)
