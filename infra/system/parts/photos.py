"""Photos: filing, archives, the daily comparison of bucket and table."""

from infra.system.grants import (
    ALL_OF_PHOTOS,
    ARCHIVES,
    CLAIM_ORIGINALS,
    DELETE,
    GET,
    GET_OBJECT,
    GET_VERSION,
    ORIGINALS,
    PUT,
    PUT_OBJECT,
    QUERY,
    READ_AND_WRITE,
    READ_IDENTITY_KEY,
    READ_LINK_KEY,
    RENDITIONS,
    TELL_ABSENT_OBJECTS,
    UPDATE,
    allow,
    erase,
    list_objects,
    objects,
    send,
)
from infra.system.model import Alarm, FromQueue, Function, Invoked, Late, Metric, Part, Queue
from infra.system.parts.accounts import ACCOUNTS
from infra.system.parts.cases import CASES
from infra.system.parts.claims import CLAIMS
from infra.system.parts.conversations import CHAT
from infra.system.parts.messages import TELL_OTHERS
from infra.system.parts.platform import SCHEDULE_FAILURES, decoder_stopped

PHOTO_EVENTS = Queue(
    name="photo-events",
    days=14,
    long_poll=True,
    dead="Photos that could not be filed after five tries wait in the dead-letter queue",
    late=Late(name="OldestPhotoEventAlarm", text="A photo has waited for over 5 minutes to be filed"),
)
#: Orders. Somebody waits for each, and begins anew if it fails: none is worth keeping for long. An order
#: that fails within the function's time is made to come again at once (aws/archive_queue.py).
ARCHIVE_ORDERS = Queue(
    name="archives",
    days=1,
    dead_days=4,
    long_poll=True,
    tries=3,  # as chalicelib/features/photos/service/archives.py counts
    dead="An archive could not be made after three tries; who asks again begins anew",
    late=Late(
        name="OldestArchiveAlarm",
        # The function's own time and the time in which an order is to be taken up: less is no fault.
        seconds=1200,
        text="An archive was asked for over 20 minutes ago: its function hangs, or has no time left for it",
    ),
)

READ_ACCOUNTS = allow("ReadAccounts", (GET, QUERY), ACCOUNTS.arn)
READ_ORIGINALS = objects("ReadOriginals", (GET_OBJECT, GET_VERSION), ORIGINALS)
WRITE_CASES = allow("Cases", READ_AND_WRITE, CASES.arn, CASES.index("*"))
#: Of functions that erase something that archives may hold.
ERASE_ARCHIVES = (
    list_objects("FindArchivesToErase", ARCHIVES, versions=True),
    erase("EraseArchives", ARCHIVES),
)

FILE_PHOTOS = Function(
    name="file_photos",
    source=FromQueue(PHOTO_EVENTS),
    memory=2048,
    timeout=60,
    concurrency=50,
    grants=(
        send("PutBackWhatHadNoTime", PHOTO_EVENTS),
        READ_ORIGINALS,
        objects("CopyASecondPhotoToAKeyOfItsOwn", PUT_OBJECT, ORIGINALS),
        objects("WriteRenditions", PUT_OBJECT, RENDITIONS),
        erase("EraseWhatItsOwnerTookBack", *ALL_OF_PHOTOS),
        list_objects("FindAllVersionsOfIt", *ALL_OF_PHOTOS, versions=True),
        TELL_ABSENT_OBJECTS,
        WRITE_CASES,
        READ_ACCOUNTS,
        TELL_OTHERS,
    ),
    metrics=(
        # The time since the phone's upload was stored.
        Metric(
            logical="PhotosFiledMetric",
            metric="UploadToFiled",
            pattern='{ $.message = "photo_filed" && $.milliseconds = * }',
            value="$.milliseconds",
        ),
        # 1 for a photo that the sweep filed and 0 for one filed the usual way: the average is their share.
        Metric(logical="FiledAsUsualMetric", metric="Repairs", pattern='{ $.message = "photo_filed" }', value="0"),
        decoder_stopped("DecoderStoppedMetric"),
    ),
)
MAKE_ARCHIVES = Function(
    name="make_archives",
    source=FromQueue(ARCHIVE_ORDERS),
    timeout=900,
    concurrency=10,  # long work that waits its turn: it may not take the account's concurrency from photos and pages
    grants=(
        objects("ReadOriginals", (GET_OBJECT, GET_VERSION), ORIGINALS, CLAIM_ORIGINALS),
        objects("WriteArchives", (PUT_OBJECT, "s3:AbortMultipartUpload"), ARCHIVES),
        objects("LookWhetherThereIsOne", GET_OBJECT, ARCHIVES),
        erase("EraseWhatHoldsADeletedPhoto", ARCHIVES),
        list_objects("FindAllVersionsOfIt", ARCHIVES, versions=True),
        TELL_ABSENT_OBJECTS,
        allow("Cases", (QUERY, UPDATE, DELETE), CASES.arn),
        READ_ACCOUNTS,
        # the evidence of a claim, and the key that seals it
        allow("ReadClaims", (GET, QUERY), CLAIMS.arn, CHAT.arn),
        READ_IDENTITY_KEY,
    ),
)
RECONCILE_PHOTOS = Function(
    name="reconcile_photos",
    source=Invoked(failures=SCHEDULE_FAILURES, retries=2),
    timeout=900,
    concurrency=1,
    grants=(
        list_objects("ListVersionsOfOriginals", ORIGINALS, versions=True),
        list_objects("ListPictures", RENDITIONS),
        allow("ReadCases", (GET, QUERY), CASES.arn, CASES.index("*")),
        allow(
            "KeepItsPlace",
            PUT,
            CASES.arn,
            condition={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["comparison"]}},
        ),
        send("ReportPhotosAgain", PHOTO_EVENTS),
    ),
)

PART = Part(
    queues=(PHOTO_EVENTS, ARCHIVE_ORDERS),
    functions=(FILE_PHOTOS, MAKE_ARCHIVES, RECONCILE_PHOTOS),
    api=(
        objects("SignUploads", PUT_OBJECT, ORIGINALS),
        objects("SignDownloads", (GET_OBJECT, GET_VERSION), *ALL_OF_PHOTOS),
        objects("Logos", (GET_OBJECT, PUT_OBJECT), "branding/*", "logos/*"),
        erase("ErasePhotos", *ALL_OF_PHOTOS),
        list_objects("FindVersionsToErase", *ALL_OF_PHOTOS, versions=True),
        send("OrderArchives", ARCHIVE_ORDERS),
        READ_LINK_KEY,
    ),
    alarms=(
        Alarm(
            metric="UploadToFiled",
            statistic="p95",
            threshold=10_000,
            periods=3,
            text="Filing takes over 10 seconds from upload (p95)",
        ),
        Alarm(
            logical="SweepRepairsAlarm",
            metric="Repairs",
            statistic="Average",
            threshold=0.005,
            period=3600,
            text="Over 0.5 % of photos were filed by the sweep: events get lost",
        ),
    ),
)
