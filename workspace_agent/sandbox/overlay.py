"""What Google says in prose and not in its discovery documents. One source per entry."""

# https://developers.google.com/workspace/drive/api/guides/fields-parameter: "the server returns a default set
# of fields specific to the method", recorded traffic: kind, id, name, mimeType.
_FILE = "kind,id,name,mimeType"
_PERMISSION = "kind,id,type,role,allowFileDiscovery"
_DRIVE = "kind,id,name"
_REVISION = "kind,id,mimeType,modifiedTime"
DEFAULT_FIELDS = {
    "drive.files.create": _FILE,
    "drive.files.copy": _FILE,
    "drive.files.get": _FILE,
    "drive.files.update": _FILE,
    "drive.files.list": f"kind,incompleteSearch,nextPageToken,files({_FILE})",
    "drive.permissions.create": _PERMISSION,
    "drive.permissions.get": _PERMISSION,
    "drive.permissions.update": _PERMISSION,
    "drive.permissions.list": f"kind,nextPageToken,permissions({_PERMISSION})",
    **{f"drive.drives.{name}": _DRIVE for name in ("create", "get", "hide", "unhide", "update")},
    "drive.drives.list": f"kind,nextPageToken,drives({_DRIVE})",
    "drive.revisions.get": _REVISION,
    "drive.revisions.list": f"kind,nextPageToken,revisions({_REVISION})",
    "drive.changes.list": (
        f"kind,nextPageToken,newStartPageToken,changes(kind,changeType,time,removed,fileId,file({_FILE}))"
    ),
}

# POSTs that only read: the descriptions of these methods say "returns", "query" or "search".
READING_POSTS = frozenset(
    {
        "calendar.freebusy.query",
        "sheets.spreadsheets.getByDataFilter",
        "sheets.spreadsheets.developerMetadata.search",
        "sheets.spreadsheets.values.batchGetByDataFilter",
    }
)

# Where a field that only Google sets is not ignored but answered with 403 fieldNotWritable ("The resource
# body includes fields which are not directly writable."): googleapis/google-api-dotnet-client#1181.
REFUSE_READ_ONLY = frozenset(
    {"drive.files.create", "drive.files.copy", "drive.files.update", "drive.revisions.update"}
)

# The newer front end answers 'Unknown name "x"' to parameters ("Cannot bind query parameter.") and fields
# ("Cannot find field."); the older one of Drive and Calendar ignores what it does not know.
REFUSE_UNKNOWN = frozenset({"sheets", "forms", "gmail"})

# The types of Sheets' lists of values, as refusals name them: brekkylab/backlot#172 (Dimension); the others
# by the names that https://developers.google.com/workspace/sheets/api/reference/rest gives them.
_SHEETS = "type.googleapis.com/google.apps.sheets.v4."
ENUMERATIONS = {
    "majorDimension": f"{_SHEETS}Dimension",
    "valueRenderOption": f"{_SHEETS}ValueRenderOption",
    "responseValueRenderOption": f"{_SHEETS}ValueRenderOption",
    "dateTimeRenderOption": f"{_SHEETS}DateTimeRenderOption",
    "responseDateTimeRenderOption": f"{_SHEETS}DateTimeRenderOption",
    "valueInputOption": f"{_SHEETS}ValueInputOption",
}

# Services that show public things to whoever has an API key, so that a request without credentials is told to
# bring one: brekkylab/backlot#307 (Drive, Sheets), chicago-tool-library/circulate#1437 (Calendar).
PUBLIC = frozenset({"drive", "drive.v2", "sheets", "calendar"})
# What the sandbox shows to them; in Sheets "The caller does not have permission" is their answer to the rest:
# theoephraim/node-google-spreadsheet, whose tests read with a key against Google.
OPEN = frozenset(
    {
        "calendar.calendars.get",
        "calendar.events.get",
        "calendar.events.list",
        "drive.files.export",
        "drive.files.get",
        "sheets.spreadsheets.get",
        "sheets.spreadsheets.values.batchGet",
        "sheets.spreadsheets.values.get",
    }
)
